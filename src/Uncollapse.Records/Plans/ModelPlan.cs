namespace Uncollapse.Records.Plans;

/// <summary>
/// A variational autoencoder: encoder to the posterior q(z|x), prior p(z), decoder to the likelihood's parameters.
/// </summary>
public sealed record ModelPlan
{
    /// <summary>The number of latent units L, at least 1.</summary>
    public int Latent { get; init; } = 16;

    /// <summary>From the example to the posterior's parameters.</summary>
    public NetworkPlan Encoder { get; init; } = new();

    /// <summary>The family of q(z|x).</summary>
    public PosteriorPlan Posterior { get; init; } = new();

    /// <summary>The prior p(z).</summary>
    public PriorPlan Prior { get; init; } = new();

    /// <summary>Connections round the code.</summary>
    public SkipPlan Skips { get; init; } = new();

    /// <summary>From the code to the likelihood's parameters.</summary>
    public NetworkPlan Decoder { get; init; } = new();

    /// <summary>The distribution of an example given its code.</summary>
    public LikelihoodPlan Likelihood { get; init; } = new();

    /// <summary>How weights are drawn before training.</summary>
    public Initialisation Initialisation { get; init; } = Initialisation.Uniform;

    /// <summary>Where the decoder's last bias starts.</summary>
    public OutputBias OutputBias { get; init; } = OutputBias.DataMean;
}
