using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Likelihoods;

/// <summary>Random counts from a key: a stream of uniform numbers, and what rejection makes of it.</summary>
/// <param name="rng">The key; the stream is its forks' numbers, a block at a time.</param>
internal sealed class CountSampler(Rng rng)
{
    private const double LargestInverted = 12;
    private readonly double[] _block = new double[256];
    private int _next = 256;
    private ulong _blocks;

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform()
    {
        if (_next == _block.Length)
        {
            rng.Fork(_blocks++).FillUniform(_block);
            _next = 0;
        }

        return _block[_next++];
    }

    /// <summary>The logarithm of a gamma variable of scale 1 (Marsaglia and Tsang 2000), which for small shapes is itself too small to hold.</summary>
    /// <param name="shape">Above 0.</param>
    public double LogGamma(double shape)
    {
        if (shape < 1)
            return LogGamma(shape + 1) + (Math.Log(1 - Uniform()) / shape);

        double d = shape - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(), v = 1 + (c * x);
            if (v <= 0)
                continue;

            v = v * v * v;
            if (Math.Log(1 - Uniform()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return Math.Log(d * v);
        }
    }

    /// <summary>A Poisson count: by inversion, or by transformed rejection (Hoermann 1993) where the mean is large.</summary>
    /// <param name="mean">At least 0; beyond 1e15 the mean itself, whose spread a count could not hold.</param>
    public double Poisson(double mean)
    {
        if (mean > 1e15)
            return Math.Round(mean);
        if (mean < LargestInverted)
            return Inverted(mean);

        double root = Math.Sqrt(mean), logMean = Math.Log(mean), b = 0.931 + (2.53 * root), a = -0.059 + (0.02483 * b);
        double inverseAlpha = 1.1239 + (1.1328 / (b - 3.4)), certain = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            double u = Uniform() - 0.5, v = 1 - Uniform(), s = 0.5 - Math.Abs(u);
            double count = Math.Floor((((2 * a / s) + b) * u) + mean + 0.43);
            if (s >= 0.07 && v <= certain)
                return count;
            if (count < 0 || (s < 0.013 && v > s))
                continue;
            if (Math.Log(v) + Math.Log(inverseAlpha) - Math.Log((a / (s * s)) + b) <= (count * logMean) - mean - LogFactorial(count))
                return count;
        }
    }

    private double Inverted(double mean)
    {
        double probability = Math.Exp(-mean), rest = Uniform() - probability;
        int count = 0;
        while (rest >= 0 && probability > 0)
        {
            probability *= mean / ++count;
            rest -= probability;
        }

        return count;
    }

    /// <summary>Box and Muller's, of two uniform numbers.</summary>
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    private static double LogFactorial(double count)
    {
        double shift = 0;
        for (; count < 10; count++)
            shift -= Math.Log(count + 1);
        double y = count + 1, r = 1 / (y * y);
        return shift + ((y - 0.5) * Math.Log(y)) - y + 0.91893853320467274 + (((1.0 / 12) - (r * ((1.0 / 360) - (r / 1260)))) / y);
    }
}
