using Uncollapse.Cli.Terminal;
using Uncollapse.Treatment.Trials;

namespace Uncollapse.Cli.Progress;

/// <summary>Shows how far a treatment is.</summary>
internal sealed class TreatmentBar(IProgressBar bar, ProgressNotes notes) : IProgress<TreatmentProgress>
{
    public void Report(TreatmentProgress value)
    {
        bar.Report(value.Fraction, $"{value.Doing}, {Figures.Clock(value.Remaining)} left");
        notes.Report(value.Fraction, value.Doing);
    }
}
