using Uncollapse.Records.Plans;
using Uncollapse.Zoo.Plants;
using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Pairs;

/// <summary>Two causes in one plan, each of which collapses it alone: a diagnosis has to name both.</summary>
public static class PairCatalogue
{
    /// <summary>All pairs.</summary>
    public static IReadOnlyList<Plant> All { get; } =
    [
        Of(OverweightedKl.Plant, SkipShortcut.Plant, Twins.Pictures),
        Of(ObjectiveScaling.Plant, SkipShortcut.Plant, Twins.Pictures),
        Of(OverweightedKl.Plant, LaggingEncoder.Plant, Twins.Pictures),
        Of(SkipShortcut.Plant, LaggingEncoder.Plant, Twins.Pictures),
        Of(ObjectiveScaling.Plant, UnfinishedSchedule.Plant, Twins.Pictures, Half),
        Of(OverweightedKl.Plant, NoisyDecoder.Plant, NoisyDecoder.Plant.Twin),
        Of(NoisyDecoder.Plant, SkipShortcut.Plant, NoisyDecoder.Plant.Twin),
        Of(NoisyDecoder.Plant, ConditionShortcut.Plant, ConditionShortcut.Plant.Twin),
        Of(OverweightedKl.Plant, ConditionShortcut.Plant, ConditionShortcut.Plant.Twin),
        Of(OverweightedKl.Plant, PowerfulDecoderText.Plant, PowerfulDecoderText.Plant.Twin),
        Of(OverweightedKlCounts.Plant, NoisyDecoderCounts.Plant, OverweightedKlCounts.Plant.Twin),
    ];

    private static Plant Of(Plant first, Plant second, Func<ZooSize, Plan> twin, Func<Plan, Plan>? after = null) => new()
    {
        Name = $"{first.Name}+{second.Name}",
        Cause = first.Cause,
        SecondCause = second.Cause,
        Title = "Two at once",
        Story = $"Two causes in one plan: {first.Cause} and {second.Cause}. Taking away one of them brings nothing back, for the other is still there; a search for the cause that stops at the first suspect acquits both.",
        Dose = string.Join("; ", new[] { first.Dose, after is null ? second.Dose : null }.OfType<string>()) is { Length: > 0 } dose ? dose : null,
        Cures = [.. first.Cures.Take(1), .. second.Cures.Take(1)],
        Twin = twin,
        Sow = (plan, size, strength) =>
        {
            Plan sown = second.Sow(first.Sow(plan, size, strength), size, strength);
            return after?.Invoke(sown) ?? sown;
        },
        Signs = (healthy, planted) => [Signs.Information(healthy, planted), Signs.Use(healthy, planted)],
    };

    // A warm-up that reaches half of a weight that collapses the model at a fifth: the schedule itself lets information in, and here there is too much weight for that.
    private static Plan Half(Plan plan) => plan with { Objective = plan.Objective with { WarmupEpochs = 2 * plan.Training.Epochs } };
}
