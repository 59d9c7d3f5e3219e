namespace Uncollapse.Tensors.Randomness;

/// <summary>Functions made of IEEE-exact operations in a fixed order and no fused multiply-add: the same bits on every machine.</summary>
internal static class ExactMath
{
    /// <summary>One of the two normals of two 32-bit words: sqrt(-2 log u) cos(2 pi v), or the sine.</summary>
    internal static float BoxMuller(uint first, uint second, bool sine)
    {
        // An odd 31-bit integer is never 0, and converts as a signed one does in every instruction set.
        float u = (float)(int)((first >> 1) | 1) * (1f / (1u << 31));
        float radius = MathF.Sqrt(-2f * Log(u));
        // The turn's quarter in the top two bits, the place within it, in [-1/2, 1/2) quarters, in the next 24.
        int quarter = (int)(second >> 30) + (sine ? 3 : 0);
        float place = ((float)(int)((second >> 6) & 0xFFFFFF) * (1f / (1 << 24))) - 0.5f;
        return radius * Cosine(place, quarter);
    }

    /// <summary>The same from two 64-bit words, in double.</summary>
    internal static double BoxMuller(ulong first, ulong second, bool sine)
    {
        double u = (double)(long)((first >> 11) | 1) * (1.0 / (1L << 53));
        double radius = Math.Sqrt(-2.0 * Log(u));
        int quarter = (int)(second >> 62) + (sine ? 3 : 0);
        double place = ((double)(long)((second >> 10) & ((1L << 52) - 1)) * (1.0 / (1L << 52))) - 0.5;
        return radius * Cosine(place, quarter);
    }

    /// <summary>log of a positive normal float: 2 atanh((m - 1) / (m + 1)) of the mantissa, and the exponent times log 2 in two parts.</summary>
    internal static float Log(float x)
    {
        // Subtracting the bits of sqrt(1/2) brings the mantissa into [sqrt(1/2), sqrt(2)).
        int bits = BitConverter.SingleToInt32Bits(x) - 0x3F3504F3;
        float exponent = bits >> 23;
        float m = BitConverter.Int32BitsToSingle((bits & 0x7FFFFF) + 0x3F3504F3);
        float s = (m - 1f) / (m + 1f), t = s * s;
        float p = 1f / 9f;
        p = (p * t) + (1f / 7f);
        p = (p * t) + (1f / 5f);
        p = (p * t) + (1f / 3f);
        p = (p * t * s) + s;
        return (exponent * 0.693359375f) + ((2f * p) + (exponent * -2.12194440e-4f));
    }

    /// <summary>cos(pi/2 (place + quarter)), |place| at most 1/2.</summary>
    internal static float Cosine(float place, int quarter)
    {
        float x = place * 1.5707963267948966f, t = x * x, p;
        if ((quarter & 1) == 0)
        {
            p = 1f / 40320f;
            p = (p * t) - (1f / 720f);
            p = (p * t) + (1f / 24f);
            p = (p * t) - 0.5f;
            p = (p * t) + 1f;
        }
        else
        {
            p = 1f / 362880f;
            p = (p * t) - (1f / 5040f);
            p = (p * t) + (1f / 120f);
            p = (p * t) - (1f / 6f);
            p = (p * t * x) + x;
        }
        return ((quarter + 1) & 2) == 0 ? p : -p;
    }

    /// <summary>log of a positive normal double.</summary>
    internal static double Log(double x)
    {
        const long RootHalf = 0x3FE6A09E667F3BCD;
        long bits = BitConverter.DoubleToInt64Bits(x) - RootHalf;
        double exponent = bits >> 52;
        double m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) + RootHalf);
        double s = (m - 1) / (m + 1), t = s * s, p = 1.0 / 23;
        for (int odd = 21; odd >= 3; odd -= 2) p = (p * t) + (1.0 / odd);
        p = (p * t * s) + s;
        return (exponent * 0.693147180369123816490) + ((2 * p) + (exponent * 1.90821492927058770002e-10));
    }

    /// <summary>cos(pi/2 (place + quarter)), |place| at most 1/2, in double.</summary>
    internal static double Cosine(double place, int quarter)
    {
        double x = place * 1.5707963267948966, t = x * x, p = 1;
        bool even = (quarter & 1) == 0;
        for (int n = even ? 18 : 19; n >= 2; n -= 2) p = 1 - (p * t / (n * (n - 1)));
        if (!even) p *= x;
        return ((quarter + 1) & 2) == 0 ? p : -p;
    }
}
