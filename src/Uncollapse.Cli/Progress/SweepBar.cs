using Uncollapse.Cli.Terminal;
using Uncollapse.Reporting.Sweeps;
using Uncollapse.Treatment.Sweeps;

namespace Uncollapse.Cli.Progress;

/// <summary>Shows how far a sweep is, and says what came of each cell as it ends.</summary>
internal sealed class SweepBar(IProgressBar bar, ProgressNotes notes, ITerminal terminal) : IProgress<SweepProgress>
{
    public void Report(SweepProgress value)
    {
        string pace = value.ExamplesPerSecond > 0 ? $", {Figures.Count(value.ExamplesPerSecond)} examples/s" : "";
        bar.Report(value.Fraction, $"{value.Doing}{pace}, {Figures.Clock(value.Remaining)} left");
        // A line a cell says how many are done as well.
        if (value.Ended is { } cell) terminal.Note($"{value.Doing}: {SweepTables.Line(cell)}{(value.Fraction < 1 ? $", {Figures.Clock(value.Remaining)} left" : "")}", SweepTables.ToneOf(cell));
        else notes.Report(value.Fraction, value.ExamplesPerSecond > 0 ? "training" : value.Doing);
    }
}
