using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>Skips that are missing in part of the examples.</summary>
internal static class DropSkip
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "drop-skip",
        Summary = "Drops an example's skips with probability p while training, so that the decoder has to get along with the code.",
        Source = "after word dropout, Bowman et al. 2016; docs/models/ways-round.md",
        Causes = ["skip-shortcut", "constant-code"],
        Parameters = [new("p", "0.5", "the probability, in (0, 1)")],
        Obstacle = plan => plan.Model.Skips.Kind == SkipKind.None ? "it has no skips" : null,
        Change = (plan, arguments, _) => plan with { Model = plan.Model with { Skips = plan.Model.Skips with { Dropout = arguments.Number("p") } } },
    };
}
