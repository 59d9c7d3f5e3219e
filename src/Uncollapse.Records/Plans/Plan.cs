namespace Uncollapse.Records.Plans;

/// <summary>
/// Everything that determines a training: data, model, objective, training and seed. Two runs of equal plans on equal data give
/// bit-identical weights, on any machine with the same vector width and for any number of threads.
/// </summary>
/// <remarks>Immutable; change it with <c>with</c>. On disk it is YAML (<see cref="PlanYaml"/>) with every default written out.
/// <see cref="PlanSchema"/> is the one table of its keys.</remarks>
public sealed record Plan
{
    /// <summary>Where the examples come from and how they are prepared.</summary>
    public DataPlan Data { get; init; } = new();

    /// <summary>The encoder, the decoder, the code and the likelihood.</summary>
    public ModelPlan Model { get; init; } = new();

    /// <summary>The bound that is maximised and its weights.</summary>
    public ObjectivePlan Objective { get; init; } = new();

    /// <summary>Epochs, batches, the optimiser and its schedule.</summary>
    public TrainingPlan Training { get; init; } = new();

    /// <summary>The one seed from which all randomness is derived: splits, initial weights, batches, noise. At least 0.</summary>
    public long Seed { get; init; }
}
