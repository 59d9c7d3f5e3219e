using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>What encoder and decoder are told beside the example explains it already.</summary>
internal static class ConditionShortcut
{
    internal static Plant Plant { get; } = new()
    {
        Name = "condition-shortcut",
        Cause = "condition-shortcut",
        Title = "Told the answer",
        Story = "A heart moves from left to right, and nothing else happens. The twin has to put its place into the code. The plant is a conditional model and is told the place: given that, "
            + "the picture is settled and a code has nothing to add. This one is only a fault where the code was meant to hold what it was told. "
            + "Look at which of the two the decoder listens to: another example's code costs nothing, another's condition ruins the picture.",
        Cures = ["Drop the condition for some of the examples in training.", "Give the condition a narrower way into the decoder.", "Do not tell what the code is to find."],
        Twin = Twins.Moving,
        Sow = (plan, _, _) => plan with { Data = plan.Data with { Condition = ["x"] } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant),
            Running.Signs.OfPlant(
                "shuffle_condition", "what another example's condition costs, nats", plant.HeldOut.Interventions?.ShuffleCondition?.LossNats, "above 10 times what another's code costs",
                condition => condition > 1 && condition > 10 * plant.HeldOut.Interventions?.ShuffleCode?.LossNats),
            Running.Signs.Use(twin, plant),
        ],
    };
}
