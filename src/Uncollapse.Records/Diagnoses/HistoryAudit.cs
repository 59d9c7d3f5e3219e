namespace Uncollapse.Records.Diagnoses;

/// <summary>What a training's log alone says of collapse: <c>history-audit.json</c>. The information is at most the rate, so a rate near 0 is a collapse; a rate above 0 proves nothing.</summary>
public sealed record HistoryAudit
{
    /// <summary>The version of this record's layout.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The version of the program.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The log.</summary>
    public required string Source { get; init; }

    /// <summary><see cref="Diagnoses.Verdict.Collapsed"/>, or null: a log cannot show that a code is healthy.</summary>
    public required Verdict? Verdict { get; init; }

    /// <summary>What was found, in plain words.</summary>
    public required IReadOnlyList<string> Explanation { get; init; }

    /// <summary>The series that were read as rate, distortion, weight and variance, by those names.</summary>
    public required IReadOnlyDictionary<string, HistorySummary> Series { get; init; }

    /// <summary>Causes that the log speaks for.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}
