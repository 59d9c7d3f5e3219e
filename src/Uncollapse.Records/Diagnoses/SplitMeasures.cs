namespace Uncollapse.Records.Diagnoses;

/// <summary>ELBO, rate and distortion on one split (nats per example): a point of the rate-distortion plane (Alemi et al. 2018).</summary>
public sealed record SplitMeasures
{
    /// <summary>The split: train, validation or test.</summary>
    public required string Split { get; init; }

    /// <summary>Examples measured.</summary>
    public required int Examples { get; init; }

    /// <summary>The ELBO at beta = 1, outputs summed.</summary>
    public required double Elbo { get; init; }

    /// <summary>The rate.</summary>
    public required double Rate { get; init; }

    /// <summary>The distortion.</summary>
    public required double Distortion { get; init; }
}
