using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Terminal;
using Uncollapse.Diagnosis.Counterfactuals;

namespace Uncollapse.Cli.Diagnoses;

/// <summary>Shows how far counterfactual trials are, and how long they may take.</summary>
internal sealed class TrialsBar(IProgressBar bar, ProgressNotes notes) : IProgress<CounterfactualProgress>
{
    public void Report(CounterfactualProgress value)
    {
        bar.Report(value.Fraction, $"{value.Stage}, {Figures.Clock(value.Remaining)} left");
        notes.Report(value.Fraction, value.Stage);
    }
}
