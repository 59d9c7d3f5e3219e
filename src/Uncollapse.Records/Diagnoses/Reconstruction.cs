namespace Uncollapse.Records.Diagnoses;

/// <summary>How well an example is described from its own code.</summary>
public sealed record Reconstruction
{
    /// <summary>The distortion E -log p(x|z), z ~ q(z|x), nats per example.</summary>
    public required double Distortion { get; init; }

    /// <summary>Its standard error over examples.</summary>
    public required double StandardError { get; init; }

    /// <summary>Mean squared error per output of the decoder's mean; null where the likelihood has none.</summary>
    public double? MeanSquaredError { get; init; }

    /// <summary>The mean likelihood variance sigma^2; null for other likelihoods.</summary>
    public double? Sigma2 { get; init; }

    /// <summary>How the data were binarised, which changes the number.</summary>
    public string? Binarisation { get; init; }
}
