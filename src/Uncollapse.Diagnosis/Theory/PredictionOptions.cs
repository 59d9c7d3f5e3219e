using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Theory;

/// <summary>What a prediction is of, and how much is measured.</summary>
public sealed record PredictionOptions
{
    private const int Fewest = 2_000;
    private const int ManyOutputs = 1_000;

    /// <summary>p(x|z).</summary>
    public LikelihoodPlan Likelihood { get; init; } = new();

    /// <summary>Latent units, at least 1.</summary>
    public int LatentSize { get; init; } = 1;

    /// <summary>What the KL weighs against the summed reconstruction, above 0.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>The most examples to measure, drawn by the seed.</summary>
    public int Examples { get; init; } = 10_000;

    /// <summary>The most eigenvalues to find.</summary>
    public int Eigenvalues { get; init; } = 64;

    /// <summary>Replicates of the bootstrap.</summary>
    public int BootstrapReplicates { get; init; } = 1000;

    /// <summary>The seed.</summary>
    public long Seed { get; init; }

    /// <summary>The options of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="outputs">Outputs of an example: they multiply beta where the reconstruction is averaged over them.</param>
    public static PredictionOptions Of(Plan plan, int outputs)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new PredictionOptions
        {
            Likelihood = plan.Model.Likelihood,
            LatentSize = plan.Model.Latent,
            Beta = plan.Objective.EffectiveBeta(outputs),
            Seed = plan.Seed,
        };
    }

    /// <summary>The options of a look before a training: enough for the first eigenvalue to a few percent, in a fraction of a second.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="outputs">Outputs of an example. From a thousand on, as genes are, more examples cost seconds: fewer find the eigenvalue too large, and warn of less.</param>
    public static PredictionOptions Quick(Plan plan, int outputs) =>
        Of(plan, outputs) with { Examples = outputs > ManyOutputs ? Fewest : Math.Max(5 * outputs, Fewest), Eigenvalues = 1, BootstrapReplicates = 20, LatentSize = 1 };
}
