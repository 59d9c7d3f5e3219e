using Uncollapse.Cli.Terminal;
using Uncollapse.Zoo;

namespace Uncollapse.Cli.Progress;

/// <summary>Shows how far the whole zoo is.</summary>
internal sealed class ZooBar(IProgressBar bar) : IProgress<ZooProgress>
{
    public void Report(ZooProgress value) =>
        bar.Report(value.Fraction, $"{value.Done} of {Figures.Plural(value.Trainings, "training")}, {Figures.Clock(value.Remaining)} left");
}
