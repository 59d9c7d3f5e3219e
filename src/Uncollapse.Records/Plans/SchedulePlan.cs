namespace Uncollapse.Records.Plans;

/// <summary>The learning-rate schedule.</summary>
public sealed record SchedulePlan
{
    /// <summary>Its shape.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    /// <summary>Step only: epochs between two falls, at least 1.</summary>
    public int EveryEpochs { get; init; } = 10;

    /// <summary>Step only: what the rate is multiplied by, in (0, 1].</summary>
    public double Factor { get; init; } = 0.5;
}
