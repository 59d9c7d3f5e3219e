using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Training.Loop;

/// <summary>
/// The keys of all randomness of a training. Every draw is a function of (seed, purpose, epoch and step), so nothing needs to be saved for a resume.
/// </summary>
internal static class TrainingKeys
{
    /// <summary>The key of the plan's seed: splits and static binarisation take it as it is, so whoever opens the plan's data gets the same.</summary>
    internal static Rng Data(Plan plan) => new((ulong)plan.Seed);

    internal static Rng Weights(Plan plan) => Data(plan).Fork("weights");

    internal static Rng Batches(Plan plan) => Data(plan).Fork("batches");

    internal static Rng Steps(Plan plan) => Data(plan).Fork("steps");

    /// <summary>The same for every epoch, so that epochs differ by their weights and not by their luck.</summary>
    internal static Rng Evaluation(Plan plan) => Data(plan).Fork("evaluation");

    internal static Rng Signals(Plan plan) => Data(plan).Fork("signals");
}
