using Uncollapse.Cli.Terminal;
using Uncollapse.Diagnosis;

namespace Uncollapse.Cli.Diagnoses;

/// <summary>Shows how far a diagnosis is: as a bar, or as a line a stage.</summary>
internal sealed class DiagnosisBar(IProgressBar bar, ProgressNotes notes) : IProgress<DiagnosisProgress>
{
    public void Report(DiagnosisProgress value)
    {
        bar.Report(value.Fraction, value.Stage);
        notes.Report(value.Fraction, value.Stage);
    }
}
