using System.Numerics;

namespace Uncollapse.Models.Likelihoods;

/// <summary>A mixture of discretised logistics of one output: K logits, K means, K log-scales, levels from -1 to 1.</summary>
internal static class LogisticMixture
{
    /// <summary>Log-scales count as at least this, as in the likelihood's operation.</summary>
    private const double LeastLogScale = -7;

    // Beyond this many scales from its mean a logistic's tail is below the rounding of 1.
    private const double FarScales = 37;

    /// <summary>The mean of the level, in [0, 1]: the sum over levels k of P(level is at least k), divided by 255.</summary>
    public static double Mean<T>(ReadOnlySpan<T> mixture)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = mixture.Length / 3;
        double largest = double.CreateChecked(mixture[Discrete.Largest(mixture[..count])]), total = 0, sum = 0;
        for (int k = 0; k < count; k++)
        {
            double weight = Math.Exp(double.CreateChecked(mixture[k]) - largest);
            total += weight;
            double mean = double.CreateChecked(mixture[count + k]), scale = Scale(double.CreateChecked(mixture[(2 * count) + k]));

            // The edges below which all of the logistic lies above, and above which none does, need no exponentials.
            int from = Place(mean - (FarScales * scale)), until = Place(mean + (FarScales * scale));
            double levels = from;
            for (int edge = from; edge < until; edge++)
                levels += 1 / (1 + Math.Exp((Edge(edge) - mean) / scale));
            sum += weight * levels;
        }

        return sum / total / Levels.Highest;
    }

    /// <summary>log P of all levels.</summary>
    public static void LogProbabilities<T>(ReadOnlySpan<T> mixture, Span<double> logs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = mixture.Length / 3;
        double largest = double.CreateChecked(mixture[Discrete.Largest(mixture[..count])]), total = 0;
        logs.Clear();
        for (int k = 0; k < count; k++)
        {
            double weight = Math.Exp(double.CreateChecked(mixture[k]) - largest);
            total += weight;
            double mean = double.CreateChecked(mixture[count + k]), scale = Scale(double.CreateChecked(mixture[(2 * count) + k]));
            for (int level = 0; level < Levels.Count; level++)
            {
                double low = level == 0 ? double.NegativeInfinity : (Edge(level - 1) - mean) / scale;
                double high = level == Levels.Highest ? double.PositiveInfinity : (Edge(level) - mean) / scale;

                // sigmoid(high) - sigmoid(low) without cancellation in either tail.
                logs[level] += weight * Sigmoid(high) * Sigmoid(-low) * (1 - Math.Exp(low - high));
            }
        }

        foreach (ref double value in logs)
            value = Math.Log(Math.Max(value / total, double.Epsilon));
    }

    /// <summary>(d P / d numbers) / sqrt(P) of every level, [256, 3 K].</summary>
    public static void Slopes<T>(ReadOnlySpan<T> mixture, Span<double> slopes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = mixture.Length / 3, size = mixture.Length;
        Span<double> weights = stackalloc double[count], shares = stackalloc double[Levels.Count];
        double largest = double.CreateChecked(mixture[Discrete.Largest(mixture[..count])]), total = 0;
        for (int k = 0; k < count; k++)
            total += weights[k] = Math.Exp(double.CreateChecked(mixture[k]) - largest);
        shares.Clear();
        for (int k = 0; k < count; k++)
        {
            weights[k] /= total;
            double mean = double.CreateChecked(mixture[count + k]), logScale = double.CreateChecked(mixture[(2 * count) + k]), scale = Scale(logScale);
            double low = double.NegativeInfinity, below = 0, lowDensity = 0, lowMoment = 0;
            for (int level = 0; level < Levels.Count; level++)
            {
                double high = level == Levels.Highest ? double.PositiveInfinity : (Edge(level) - mean) / scale;
                double above = level == Levels.Highest ? 1 : Sigmoid(high), density = above * Sigmoid(-high), moment = density == 0 ? 0 : high * density;
                double mass = low > 0 ? Sigmoid(-low) - Sigmoid(-high) : above - below;
                shares[level] += weights[k] * mass;
                slopes[(level * size) + k] = mass;
                slopes[(level * size) + count + k] = -weights[k] * (density - lowDensity) / scale;
                slopes[(level * size) + (2 * count) + k] = logScale < LeastLogScale ? 0 : -weights[k] * (moment - lowMoment);
                (low, below, lowDensity, lowMoment) = (high, above, density, moment);
            }
        }

        for (int level = 0; level < Levels.Count; level++)
        {
            var slope = slopes.Slice(level * size, size);
            double root = shares[level] > double.Epsilon ? 1 / Math.Sqrt(shares[level]) : 0;
            for (int k = 0; k < count; k++)
                slope[k] = weights[k] * (slope[k] - shares[level]);
            foreach (ref double value in slope)
                value *= root;
        }
    }

    /// <summary>The information times a direction, from the slopes.</summary>
    public static void Multiply<T>(ReadOnlySpan<double> slopes, ReadOnlySpan<T> direction, Span<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = direction.Length;
        Span<double> sum = stackalloc double[size];
        sum.Clear();
        for (int level = 0; level < Levels.Count; level++)
        {
            var slope = slopes.Slice(level * size, size);
            double along = 0;
            for (int i = 0; i < size; i++)
                along += slope[i] * double.CreateTruncating(direction[i]);
            for (int i = 0; i < size; i++)
                sum[i] += along * slope[i];
        }

        for (int i = 0; i < size; i++)
            product[i] = T.CreateTruncating(sum[i]);
    }

    /// <summary>The value below which a share of a logistic lies.</summary>
    public static double Quantile(double mean, double logScale, double share) => mean + (Scale(logScale) * (Math.Log(share) - Math.Log(1 - share)));

    private static double Scale(double logScale) => Math.Exp(Math.Max(logScale, LeastLogScale));

    /// <summary>The upper edge of a level.</summary>
    private static double Edge(int level) => ((2.0 * level) + 1 - Levels.Highest) / Levels.Highest;

    /// <summary>How many of the 255 edges are below a value.</summary>
    private static int Place(double value) => (int)Math.Clamp(Math.Ceiling(((value * Levels.Highest) + Levels.Highest - 1) / 2), 0, Levels.Highest);

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
}
