namespace Uncollapse.Diagnosis.Theory;

/// <summary>From an example's values to its whitened scores at the best constant.</summary>
internal sealed class ScoreRule
{
    /// <summary>A rule of values whose mean is the same for every example: y = (x - mean) weight.</summary>
    /// <param name="mean">The mean of each output.</param>
    /// <param name="weight">(d s / d x) / sqrt(E[F]) of each output; 0 where the output is constant.</param>
    public ScoreRule(double[] mean, double[] weight)
    {
        Mean = Array.ConvertAll(mean, value => (float)value);
        Weight = Array.ConvertAll(weight, value => (float)value);
    }

    /// <summary>The mean of each output.</summary>
    public float[] Mean { get; }

    /// <summary>What a deviation is multiplied by.</summary>
    public float[] Weight { get; }

    /// <summary>Writes an example's whitened scores.</summary>
    public void Write(ReadOnlySpan<float> values, Span<float> scores)
    {
        for (int i = 0; i < scores.Length; i++) scores[i] = (values[i] - Mean[i]) * Weight[i];
    }

    /// <summary>Gaussian of a fixed variance: s = (x - m) / sigma^2, F = 1 / sigma^2.</summary>
    public static ScoreRule Gaussian(double[] mean, double sigma2) => new(mean, Constant(mean.Length, 1 / Math.Sqrt(sigma2)));

    /// <summary>Gaussian of a variance for each output: y is the standardised value.</summary>
    public static ScoreRule Standardised(double[] mean, double[] variance) => Whitened(mean, variance);

    /// <summary>Bernoulli: s = x - m, F = m (1 - m).</summary>
    public static ScoreRule Bernoulli(double[] mean) => Whitened(mean, Array.ConvertAll(mean, m => m * (1 - m)));

    /// <summary>An exponential family in its natural parameter: s = x - m, F the family's variance at that mean.</summary>
    /// <param name="mean">The mean of each output.</param>
    /// <param name="information">F of each output, not below 0.</param>
    public static ScoreRule Whitened(double[] mean, double[] information) => new(mean, Array.ConvertAll(information, f => f > 0 ? 1 / Math.Sqrt(f) : 0));

    private static double[] Constant(int count, double value)
    {
        double[] result = new double[count];
        Array.Fill(result, value);
        return result;
    }
}
