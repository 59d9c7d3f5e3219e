using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Posterior;

/// <summary>A diagonal Gaussian posterior q(z|x) for N examples and L units, as a user's own model gave it.</summary>
/// <param name="Source">The file or files it was read from.</param>
/// <param name="Count">N, the examples.</param>
/// <param name="LatentSize">L, the units.</param>
/// <param name="Mean">N x L means.</param>
/// <param name="LogVariance">N x L logarithms of the variances.</param>
/// <param name="LogLikelihood">N values of log p(x|z) in nats; null when unknown.</param>
/// <param name="Labels">One label an example; null when unknown.</param>
public sealed record PosteriorArrays(string Source, int Count, int LatentSize, float[] Mean, float[] LogVariance, double[]? LogLikelihood, LabelColumn? Labels)
{
    /// <summary>What looks as if it were not meant, a sentence each: axes in the wrong order, a spread of the wrong kind.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
