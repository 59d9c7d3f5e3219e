namespace Uncollapse.Records.Zoo;

/// <summary>What <c>zoo.json</c> holds: every case that was trained.</summary>
public sealed record ZooRecord
{
    /// <summary>The version of this layout.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The version of the program.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Wall time, seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The cases, in the order of the tour; of several seeds, one seed's after the other's.</summary>
    public required IReadOnlyList<ZooCase> Cases { get; init; }

    /// <summary>How often each case was named as which cause: counts by the case's name, then by named cause. A case whose diagnoses name none is left out.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Confusion { get; init; }
}
