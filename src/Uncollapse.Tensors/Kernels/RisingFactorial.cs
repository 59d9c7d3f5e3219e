namespace Uncollapse.Tensors.Kernels;

/// <summary>log of theta (theta + 1) ... (theta + x - 1) = Gamma(x + theta) / Gamma(theta), its slope, and log x!, for whole x, without cancelling at any theta above 0.</summary>
internal static class RisingFactorial
{
    /// <summary>Up to here factors are multiplied: their product is finite for all theta below 1e18.</summary>
    private const int MostFactors = 16;

    /// <summary>From here on four terms of Stirling's series are exact to rounding.</summary>
    private const double StirlingFrom = 16;

    private static readonly double[] LogFactorials = MakeLogFactorials(256);

    /// <summary>log x!.</summary>
    internal static double LogFactorial(double x) => x < LogFactorials.Length
        ? LogFactorials[(int)x]
        : ((x + 0.5) * Math.Log(x + 1)) - (x + 1) + 0.91893853320467274 + Correction(x + 1);

    /// <summary>The logarithm, for x of at least 1.</summary>
    /// <param name="theta">Above 0.</param>
    /// <param name="logTheta">Its logarithm, known where theta is the exponential of it.</param>
    /// <param name="x">A whole number.</param>
    internal static double Log(double theta, double logTheta, double x)
    {
        if (x == 1) return logTheta;
        double product = 1, start = theta + 1, rest = x - 1;
        while (rest > 0 && (x <= MostFactors || start < StirlingFrom))
        {
            product *= start;
            start++;
            rest--;
        }
        double sum = logTheta + Math.Log(product);
        if (rest == 0) return sum;
        double end = start + rest;
        return sum + (rest * (Math.Log(end) - 1)) + ((start - 0.5) * SpecialFunctions.LogOnePlus(rest / start)) + Correction(end) - Correction(start);
    }

    /// <summary>Its derivative by log theta, theta (digamma(x + theta) - digamma(theta)), for x of at least 1.</summary>
    internal static double Slope(double theta, double x)
    {
        double sum = 1, start = theta + 1, rest = x - 1;
        while (rest > 0 && (x <= MostFactors || start < StirlingFrom))
        {
            sum += theta / start;
            start++;
            rest--;
        }
        if (rest == 0) return sum;
        return sum + (theta * (SpecialFunctions.LogOnePlus(rest / start) + Digamma(start + rest) - Digamma(start)));
    }

    /// <summary>log Gamma(y) less its first terms.</summary>
    private static double Correction(double y)
    {
        double r = 1 / y, s = r * r;
        return r * ((1.0 / 12) - (s * ((1.0 / 360) - (s * ((1.0 / 1260) - (s / 1680))))));
    }

    /// <summary>digamma(y) - log y.</summary>
    private static double Digamma(double y)
    {
        double r = 1 / y, s = r * r;
        return -(0.5 * r) - (s * ((1.0 / 12) - (s * ((1.0 / 120) - (s * ((1.0 / 252) - (s / 240)))))));
    }

    private static double[] MakeLogFactorials(int count)
    {
        double[] result = new double[count];
        for (int x = 2; x < count; x++) result[x] = result[x - 1] + Math.Log(x);
        return result;
    }
}
