namespace Uncollapse.Records.Plans;

/// <summary>The prior p(z).</summary>
public sealed record PriorPlan
{
    /// <summary>The family.</summary>
    public PriorKind Kind { get; init; } = PriorKind.Normal;

    /// <summary>Mixture and vamp only: the number of components, at least 1.</summary>
    public int Components { get; init; } = 500;
}
