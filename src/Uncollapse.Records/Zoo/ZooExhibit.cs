using Uncollapse.Records.History;
using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Zoo;

/// <summary>A case with what its page shows: plans, histories and reconstructions of both.</summary>
public sealed record ZooExhibit
{
    /// <summary>The case.</summary>
    public required ZooCase Case { get; init; }

    /// <summary>The twin's plan.</summary>
    public required Plan HealthyPlan { get; init; }

    /// <summary>The plant's plan.</summary>
    public required Plan CollapsedPlan { get; init; }

    /// <summary>How the twin trained.</summary>
    public required IReadOnlyList<HistoryEntry> HealthyHistory { get; init; }

    /// <summary>How the plant trained.</summary>
    public required IReadOnlyList<HistoryEntry> CollapsedHistory { get; init; }

    /// <summary>The twin's reconstructions; null where examples are no pictures.</summary>
    public Picture? HealthyPicture { get; init; }

    /// <summary>The plant's reconstructions; null where examples are no pictures.</summary>
    public Picture? CollapsedPicture { get; init; }

    /// <summary>The twin's sentences beside what their codes give; null where examples are no text.</summary>
    public TextSheet? HealthyText { get; init; }

    /// <summary>The plant's.</summary>
    public TextSheet? CollapsedText { get; init; }

    /// <summary>Numbers of new examples beside their reconstructions by the twin; none where examples are pictures or text.</summary>
    public IReadOnlyList<ZooPair> HealthyPairs { get; init; } = [];

    /// <summary>And by the plant.</summary>
    public IReadOnlyList<ZooPair> CollapsedPairs { get; init; } = [];
}
