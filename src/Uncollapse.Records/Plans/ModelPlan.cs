namespace Uncollapse.Records.Plans;

/// <summary>
/// A variational autoencoder: encoder to a diagonal Gaussian q(z|x), prior N(0, I), decoder to the likelihood's parameters.
/// </summary>
public sealed record ModelPlan
{
    /// <summary>The number of latent units L, at least 1.</summary>
    public int Latent { get; init; } = 16;

    /// <summary>From the example to the posterior's mean and log-variance.</summary>
    public NetworkPlan Encoder { get; init; } = new();

    /// <summary>From the code to the likelihood's parameters.</summary>
    public NetworkPlan Decoder { get; init; } = new();

    /// <summary>The distribution of an example given its code.</summary>
    public LikelihoodPlan Likelihood { get; init; } = new();

    /// <summary>How weights are drawn before training.</summary>
    public Initialisation Initialisation { get; init; } = Initialisation.Uniform;

    /// <summary>Where the decoder's last bias starts.</summary>
    public OutputBias OutputBias { get; init; } = OutputBias.DataMean;
}
