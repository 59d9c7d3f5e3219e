using System.Text.Json.Serialization;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Records.Sweeps;

/// <summary>One plan of a sweep and what came of it. Nats per example on the measured split; unknown is null, never 0.</summary>
public sealed record SweepCell
{
    /// <summary>Its name, and that of its run folder.</summary>
    public required string Name { get; init; }

    /// <summary>Its value of each axis, in the order of the axes.</summary>
    public required IReadOnlyList<SweepSetting> Settings { get; init; }

    /// <summary>How far it is.</summary>
    public CellStatus Status { get; init; }

    /// <summary>The weight <c>objective.beta</c> from which on its data foretell collapse, before any training; null where there is no such prediction.</summary>
    public double? CriticalBeta { get; init; }

    /// <summary>Whether <see cref="CriticalBeta"/> is that of a decoder which describes each output by itself, from the code alone, while this one has earlier outputs, skips or a condition to go by as well.</summary>
    public bool CriticalBetaIsOfPlainDecoder { get; init; }

    /// <summary>Whether its data foretell that it collapses.</summary>
    public bool CollapseIsForetold { get; init; }

    /// <summary>The verdict; null where it was not diagnosed.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The cause that was found first: of the gravest findings the surest one's; null where nothing is wrong.</summary>
    public string? Cause { get; init; }

    /// <summary>I(X;Z).</summary>
    public double? MutualInformation { get; init; }

    /// <summary>Its 95 % interval; null as it is.</summary>
    [JsonPropertyName("mutual_information_ci95")]
    public IReadOnlyList<double>? MutualInformationInterval { get; init; }

    /// <summary>R = E KL(q(z|x)||p(z)).</summary>
    public double? Rate { get; init; }

    /// <summary>D = E -log p(x|z), z ~ q(z|x).</summary>
    public double? Distortion { get; init; }

    /// <summary>Active units (Burda et al. 2016); null too where units mean nothing alone.</summary>
    public int? ActiveUnits { get; init; }

    /// <summary>Units in all.</summary>
    public int? LatentSize { get; init; }

    /// <summary>The importance-weighted -log p(x); null too where the decoder gives none.</summary>
    public double? Nll { get; init; }

    /// <summary>Its standard error over examples.</summary>
    public double? NllStandardError { get; init; }

    /// <summary>What another example's code costs: how much the decoder uses the code.</summary>
    public double? Use { get; init; }

    /// <summary>Its 95 % interval.</summary>
    [JsonPropertyName("use_ci95")]
    public IReadOnlyList<double>? UseInterval { get; init; }

    /// <summary>Epochs that were trained.</summary>
    public int? Epochs { get; init; }

    /// <summary>Seconds of training and diagnosis; cells are trained side by side.</summary>
    public double? Seconds { get; init; }

    /// <summary>How its training diverged, or why it could not be diagnosed; null else.</summary>
    public string? Note { get; init; }

    /// <summary>Its value of a key, as text.</summary>
    /// <param name="key">The key of an axis.</param>
    /// <exception cref="InvalidOperationException">The sweep has no such axis.</exception>
    public string Value(string key) => Settings.First(setting => setting.Key == key).Value;

    /// <summary>Its values but that of the seed: cells that have them in common are repetitions of each other.</summary>
    public IReadOnlyList<SweepSetting> SettingsBesideSeed() => [.. Settings.Where(setting => setting.Key != SweepAxis.SeedKey)];
}
