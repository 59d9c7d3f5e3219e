using System.Text.Json.Serialization;

namespace Uncollapse.Records.Diagnoses;

/// <summary>
/// How far the encoder lags behind the posterior that the decoder would want (Cremer et al. 2018; He et al. 2019): q(z|x) refined for each example against the encoder's, both by the
/// same codes' noise, on the same examples. Nats per example.
/// </summary>
public sealed record InferenceGap
{
    /// <summary>The refined objective minus the amortised one, at least 0 but for noise.</summary>
    public required double Gap { get; init; }

    /// <summary>95 % of it, by the bootstrap over examples.</summary>
    [JsonPropertyName("ci95")]
    public required IReadOnlyList<double> Ci95 { get; init; }

    /// <summary>What the rate weighs in the objective, -distortion - beta rate: the weight that the encoder was trained at.</summary>
    public required double Beta { get; init; }

    /// <summary>-distortion - rate with the encoder's posteriors.</summary>
    public required double AmortisedElbo { get; init; }

    /// <summary>-distortion - rate with the refined ones.</summary>
    public required double RefinedElbo { get; init; }

    /// <summary>The rate of the encoder's posteriors.</summary>
    public required double AmortisedRate { get; init; }

    /// <summary>The rate of the refined ones.</summary>
    public required double RefinedRate { get; init; }

    /// <summary>I(X;Z) of the encoder's posteriors on these examples.</summary>
    public required double AmortisedInformation { get; init; }

    /// <summary>I(X;Z) of the refined ones, with the same number of examples.</summary>
    public required double RefinedInformation { get; init; }

    /// <summary>The most that either can be with so many examples, their log.</summary>
    public required double InformationCeiling { get; init; }

    /// <summary>Examples refined.</summary>
    public required int Examples { get; init; }

    /// <summary>Steps of Adam from each start.</summary>
    public required int Steps { get; init; }

    /// <summary>Codes for each example and step.</summary>
    public required int SamplesPerStep { get; init; }

    /// <summary>Codes for each example that both objectives were measured by.</summary>
    public required int Samples { get; init; }

    /// <summary>Where refinements started, and the share of examples whose best came from there; that of <c>none</c> kept the encoder's posterior.</summary>
    public required IReadOnlyDictionary<string, double> Starts { get; init; }

    /// <summary>The exact posterior, for a code of one unit; null for larger ones.</summary>
    public ScalarPosterior? Exact { get; init; }
}
