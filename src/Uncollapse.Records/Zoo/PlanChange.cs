namespace Uncollapse.Records.Zoo;

/// <summary>One key in which a planted plan differs from its healthy twin's.</summary>
/// <param name="Key">The dotted path, such as <c>objective.beta</c>.</param>
/// <param name="Healthy">The twin's value as text.</param>
/// <param name="Collapsed">The plant's value as text.</param>
public sealed record PlanChange(string Key, string Healthy, string Collapsed);
