using Uncollapse.Diagnosis;
using Uncollapse.Training.Runs;

namespace Uncollapse.Treatment.Tests;

/// <summary>What tests of remedies ask of a trained model: its information and its use, and nothing that takes long.</summary>
internal static class QuickLook
{
    private static readonly DiagnosisOptions _options = new()
    {
        ImportanceSamples = 0, UnitExamples = 0, BootstrapReplicates = 50, Samples = 2, RefinedExamples = 0, ProbeExamples = 0, MarginExamples = 0, GeometryExamples = 0,
    };

    internal static Records.Diagnoses.Diagnosis At(TrainedRun run) =>
        Diagnoser.Diagnose(new ModelSubject { Model = run.Model, Data = run.Data, Source = "trained", Plan = run.Plan, Steps = run.Info.Step }, _options);
}
