using Uncollapse.Cli.Terminal;
using Uncollapse.Diagnosis;

namespace Uncollapse.Cli.Diagnoses;

/// <summary>Shows how far a diagnosis is.</summary>
internal sealed class DiagnosisBar(IProgressBar bar) : IProgress<DiagnosisProgress>
{
    public void Report(DiagnosisProgress value) => bar.Report(value.Fraction, value.Stage);
}
