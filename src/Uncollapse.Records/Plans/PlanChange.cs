namespace Uncollapse.Records.Plans;

/// <summary>One key in which a plan differs from another.</summary>
/// <param name="Key">The dotted path, such as <c>objective.beta</c>.</param>
/// <param name="Before">The first plan's value as text.</param>
/// <param name="After">The second plan's value as text.</param>
public sealed record PlanChange(string Key, string Before, string After)
{
    /// <summary>All keys in which two plans differ, in the schema's order.</summary>
    /// <param name="before">A plan.</param>
    /// <param name="after">Another.</param>
    public static IReadOnlyList<PlanChange> Between(Plan before, Plan after) =>
    [
        .. from key in PlanSchema.Keys
           where key.Applies(before) || key.Applies(after)
           let left = key.Format(before)
           let right = key.Format(after)
           where left != right
           select new PlanChange(key.Path, left, right),
    ];
}
