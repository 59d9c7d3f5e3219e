using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>No skips.</summary>
internal static class CutSkip
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "cut-skip",
        Summary = "Takes the skips away: what the decoder knows of an example it knows from the code.",
        Source = "Kingma and Welling 2014",
        Causes = ["skip-shortcut", "constant-code"],
        Obstacle = plan => plan.Model.Skips.Kind == SkipKind.None ? "it has no skips" : null,
        Change = (plan, _, _) => plan with { Model = plan.Model with { Skips = new SkipPlan() } },
    };
}
