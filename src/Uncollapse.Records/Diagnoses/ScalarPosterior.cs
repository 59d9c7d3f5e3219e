using System.Text.Json.Serialization;

namespace Uncollapse.Records.Diagnoses;

/// <summary>
/// p(z|x) of a code of one unit by a grid, with nothing approximated but the integral (He et al. 2019, section 4): where the model's posterior and the encoder's have their means tells a
/// lagging encoder (the model's spread, the encoder's at 0) from a model that has let the code go (both at 0).
/// </summary>
public sealed record ScalarPosterior
{
    /// <summary>E log p(x) by the grid, nats.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>E KL(q(z|x) || p(z|x)), nats: log p(x) minus the ELBO of the encoder's posterior.</summary>
    public required double EncoderKl { get; init; }

    /// <summary>Standard deviation over examples of the means of p(z|x).</summary>
    public required double ModelSpread { get; init; }

    /// <summary>The same of the encoder's means.</summary>
    public required double EncoderSpread { get; init; }

    /// <summary>The grid: first point, last point, points.</summary>
    public required IReadOnlyList<double> Grid { get; init; }

    /// <summary>Of each example the mean of p(z|x) and that of q(z|x).</summary>
    [JsonPropertyName("means")]
    public required IReadOnlyList<IReadOnlyList<double>> Means { get; init; }
}
