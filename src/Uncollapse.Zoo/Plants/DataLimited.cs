using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>So few examples that the code is learned by heart: worth much on them and nothing on others.</summary>
internal static class DataLimited
{
    private const int HealthyExamples = 3500;

    internal static Plant Plant { get; } = new()
    {
        Name = "data-limited",
        Cause = "data-limited",
        Title = "A code that only the training set speaks",
        Story = "Eight faint directions hide in 128 noisy numbers. The twin sees 3,500 examples and finds them; the plant sees 40, far fewer than it needs, for as many steps. It learns the 40 by heart. "
            + "Look at what the code is worth, the nats that are lost when every example gets the average code: a fortune on the training examples, nothing or less than nothing on new ones. "
            + "The information is there on both, so it takes this comparison to see that it is information about the wrong thing.",
        Dose = "40 / strength examples",
        Cures = ["More examples.", "A smaller model, weight decay or dropout.", "Stop at the best held-out ELBO."],
        Twin = size => Numbers(size),
        Sow = (plan, _, strength) =>
        {
            int examples = (int)Math.Clamp(40 / strength, 4, HealthyExamples);
            // As many optimiser steps as the twin takes: fewer examples, more epochs.
            int steps = plan.Training.Epochs * ((HealthyExamples + plan.Training.BatchSize - 1) / plan.Training.BatchSize);
            int each = (examples + plan.Training.BatchSize - 1) / plan.Training.BatchSize;
            return plan with { Data = plan.Data with { Examples = examples }, Training = plan.Training with { Epochs = Math.Max(1, steps / each) } };
        },
        Signs = (twin, plant) =>
        [
            Running.Signs.Of(
                "worth_held_out", "what the code is worth on new examples, of what it is worth on the training examples", Kept(twin), Kept(plant), "below 0.1, the twin's above 0.5",
                (healthy, collapsed) => collapsed < 0.1 && healthy > 0.5),
            Running.Signs.Of(
                "worth_train", "nats that the average code costs on training examples", Worth(twin.Train), Worth(plant.Train), "above the twin's", (healthy, collapsed) => collapsed > healthy),
            Running.Signs.Of(
                "worth_test", "nats that the average code costs on new examples", Worth(twin.HeldOut), Worth(plant.HeldOut), "below 10 % of the twin's", (healthy, collapsed) => collapsed < 0.1 * healthy),
        ],
    };

    private static Records.Plans.Plan Numbers(ZooSize size)
    {
        Records.Plans.Plan plan = Twins.Numbers(size, "3,3,3,3,3,3,3,3,1", 128, 1, 16, 256, 10);
        return plan with { Data = plan.Data with { Examples = HealthyExamples }, Training = plan.Training with { Optimizer = plan.Training.Optimizer with { LearningRate = 1e-3 } } };
    }

    private static double? Worth(Records.Diagnoses.Diagnosis diagnosis) => diagnosis.Interventions?.MeanCode?.LossNats;

    private static double? Kept(Outcome outcome) => Worth(outcome.HeldOut) / Worth(outcome.Train);
}
