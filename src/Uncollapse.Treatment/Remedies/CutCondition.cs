namespace Uncollapse.Treatment.Remedies;

/// <summary>No condition.</summary>
internal static class CutCondition
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "cut-condition",
        Summary = "Does not tell the decoder what the code is to find.",
        Source = "Sohn et al. 2015, read backwards; docs/theory.md: the margin given the condition",
        Causes = ["condition-shortcut"],
        Obstacle = plan => plan.Data.Condition.Count == 0 ? "it has no condition" : null,
        Change = (plan, _, _) => plan with { Data = plan.Data with { Condition = [] } },
    };
}
