using Uncollapse.Records.History;

namespace Uncollapse.Cli.Progress;

/// <summary>What <c>train --json</c> writes: where the run is, how it ended, and its last measurements in nats per example;
/// what the watch warned of; with <c>--diagnose</c> the diagnosis too.</summary>
internal sealed record TrainDocument(string Run, RunInfo Info, IReadOnlyDictionary<string, double?> Measures, IReadOnlyList<TrainingWarning> Warnings, Records.Diagnoses.Diagnosis? Diagnosis);
