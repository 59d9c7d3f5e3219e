using Uncollapse.Cli.Terminal;
using Uncollapse.Zoo;

namespace Uncollapse.Cli.Progress;

/// <summary>Shows how far the whole zoo is.</summary>
internal sealed class ZooBar(IProgressBar bar, ProgressNotes notes) : IProgress<ZooProgress>
{
    public void Report(ZooProgress value)
    {
        string trainings = Figures.Plural(value.Trainings, "training");
        bar.Report(value.Fraction, $"{value.Done} of {trainings}, {Figures.Clock(value.Remaining)} left");
        notes.Report(value.Fraction, $"{value.Done} of {trainings} done");
    }
}
