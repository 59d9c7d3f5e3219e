namespace Uncollapse.Records.Plans;

/// <summary>The learning-rate schedule.</summary>
public sealed record SchedulePlan
{
    /// <summary>Its shape.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    /// <summary>Step without milestones only: epochs between two falls, at least 1.</summary>
    public int EveryEpochs { get; init; } = 10;

    /// <summary>Step only: after how many epochs the rate falls, increasing, at least 1; empty: every <see cref="EveryEpochs"/>.</summary>
    public IReadOnlyList<int> Milestones { get; init; } = [];

    /// <summary>Step only: what the rate is multiplied by, in (0, 1].</summary>
    public double Factor { get; init; } = 0.5;

    /// <summary>Equal when all members are, milestones compared one by one.</summary>
    public bool Equals(SchedulePlan? other) =>
        other is not null && Kind == other.Kind && EveryEpochs == other.EveryEpochs && Milestones.SequenceEqual(other.Milestones) && Factor.Equals(other.Factor);

    /// <summary>Consistent with <see cref="Equals(SchedulePlan)"/>.</summary>
    public override int GetHashCode() => HashCode.Combine(Kind, EveryEpochs, Milestones.Count, Factor);
}
