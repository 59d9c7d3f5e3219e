namespace Uncollapse.Treatment.Remedies;

/// <summary>An end before the training examples are learned by heart.</summary>
internal static class EarlyStopping
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "early-stopping",
        Summary = "Stops when the held-out bound has not risen for some epochs, and decays the weights meanwhile.",
        Source = "Prechelt 1998; Krogh and Hertz 1992",
        Causes = ["data-limited"],
        Parameters = [new("patience", "10", "epochs without a better held-out bound, at least 1"), new("weight_decay", "0.001", "the decay, at least 0")],
        Change = (plan, arguments, _) => plan with
        {
            Training = plan.Training with { Patience = arguments.Whole("patience"), Optimizer = plan.Training.Optimizer with { WeightDecay = arguments.Number("weight_decay") } },
        },
    };
}
