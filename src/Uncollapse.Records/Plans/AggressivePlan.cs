namespace Uncollapse.Records.Plans;

/// <summary>Aggressive training of a lagging encoder (He et al. 2019): while it lasts, the encoder takes steps until its loss stops falling before the decoder takes one.</summary>
public sealed record AggressivePlan
{
    /// <summary>How often the validation mutual information may fail to rise, counted once an epoch, before the aggressive phase ends: 1 for text, 5 for images, as
    /// published; null: there is no such phase.</summary>
    public int? Failures { get; init; }

    /// <summary>The most encoder steps before a decoder step, at least 1.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Encoder steps over which the loss is averaged to tell whether it still falls, at least 1.</summary>
    public int Window { get; init; } = 10;
}
