using Uncollapse.Data;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Runs;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>The folder of a cell: its own run, or nothing.</summary>
internal static class CellFolder
{
    private const int MostKeys = 3;
    private const string Hint = "Move it away, or name another folder for the sweep";

    /// <summary>Refuses a folder that holds anything but the cell's own run, whole or just begun.</summary>
    /// <exception cref="DataFormatException">It does; says what.</exception>
    /// <exception cref="PlanException">Its plan cannot be read.</exception>
    internal static void RequireOwn(string folder, PlannedCell cell)
    {
        if (File.Exists(folder)) throw new DataFormatException(folder, "", "the run folder of a cell, or nothing", "a file", Hint);
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()) return;
        // A run that was killed at once has its plan and nothing else of its own.
        if (!File.Exists(Path.Combine(folder, "plan.yaml"))) throw new DataFormatException(folder, "", "the cell's own run, or an empty folder", "other files", Hint);
        var run = RunFolder.Open(folder);
        // The plan of a run says what the cell's leaves to the data.
        string own = PlanYaml.Format(run.Plan);
        if (own == PlanYaml.Format(cell.Settled) || own == PlanYaml.Format(cell.Plan)) return;
        PlanChange[] changes = [.. PlanChange.Between(cell.Settled, run.Plan).Take(MostKeys + 1)];
        string Told(Func<PlanChange, string> value) => string.Join(", ", changes.Take(MostKeys).Select(change => $"{change.Key} {value(change)}")) + (changes.Length > MostKeys ? " and more" : "");
        throw changes.Length == 0
            ? new DataFormatException(run.PlanFile, "", "the plan of this cell", "another", Hint)
            : new DataFormatException(run.PlanFile, "", $"the plan of this cell: {Told(change => change.Before)}", $"a run of another: {Told(change => change.After)}", Hint);
    }
}
