namespace Uncollapse.Diagnosis.Histories;

/// <summary>Which series of a log are what; null: found by a customary name, if there is one.</summary>
public sealed record HistoryColumns
{
    /// <summary>The KL, nats per example, summed over units and without its weight.</summary>
    public string? Rate { get; init; }

    /// <summary>-log p(x|z), nats per example, summed over outputs if the objective sums them.</summary>
    public string? Distortion { get; init; }

    /// <summary>What the KL was multiplied by.</summary>
    public string? Weight { get; init; }

    /// <summary>A learned sigma^2 of the decoder.</summary>
    public string? Variance { get; init; }

    /// <summary>Outputs of an example, where known: whether a distortion is an average over them cannot be told without.</summary>
    public int? Outputs { get; init; }
}
