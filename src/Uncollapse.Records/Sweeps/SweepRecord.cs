namespace Uncollapse.Records.Sweeps;

/// <summary>A plan trained over a grid of values, and what came of each cell: <c>sweep.json</c>.</summary>
public sealed record SweepRecord
{
    /// <summary>The version of this file's layout.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The program's version.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>How far it is.</summary>
    public required SweepStatus Status { get; init; }

    /// <summary>Where the plan collapses, in plain words; empty before a cell is done.</summary>
    public string Statement { get; init; } = "";

    /// <summary>The plan that all cells begin with, as its file has it: a sweep goes on with no other.</summary>
    public required string Plan { get; init; }

    /// <summary>How cells are measured, as text: a sweep goes on with the same.</summary>
    public required string Measured { get; init; }

    /// <summary>The keys that are swept, with their values.</summary>
    public required IReadOnlyList<SweepAxis> Axes { get; init; }

    /// <summary>The cells, the last axis' values changing fastest.</summary>
    public required IReadOnlyList<SweepCell> Cells { get; init; }

    /// <summary>Seconds that the sweep took; what was done before an interruption counts.</summary>
    public double Seconds { get; init; }

    /// <summary>The cells in groups of those that differ in nothing but their seeds, in their order.</summary>
    public IReadOnlyList<IReadOnlyList<SweepCell>> Repetitions() =>
        [.. Cells.GroupBy(cell => string.Join('\n', cell.SettingsBesideSeed().Select(setting => setting.Value))).Select(group => (IReadOnlyList<SweepCell>)[.. group])];
}
