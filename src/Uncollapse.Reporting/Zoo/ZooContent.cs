using Uncollapse.Records.Zoo;

namespace Uncollapse.Reporting.Zoo;

/// <summary>The records that the zoo's page is a function of.</summary>
public sealed record ZooContent
{
    /// <summary>All cases, of all seeds.</summary>
    public required ZooRecord Record { get; init; }

    /// <summary>What is told as a story, one a case, in the order of the tour.</summary>
    public required IReadOnlyList<ZooExhibit> Exhibits { get; init; }
}
