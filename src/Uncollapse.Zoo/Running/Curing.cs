using System.Diagnostics;
using Uncollapse.Diagnosis;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Records.Zoo;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Treatment.Trials;

namespace Uncollapse.Zoo.Running;

/// <summary>The second round of a visit: every plant treated as a user would treat it, from its diagnosis alone.</summary>
internal sealed class Curing
{
    /// <summary>The part of a visit with cures that the plants and their twins take.</summary>
    private const double Planting = 0.25;

    private readonly int _cases;
    private readonly IProgress<ZooProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _done;

    /// <param name="cases">Cases to be treated; 0: none.</param>
    /// <param name="progress">Told of the whole visit.</param>
    /// <param name="cancellation">Stops it.</param>
    internal Curing(int cases, IProgress<ZooProgress>? progress, CancellationToken cancellation)
    {
        (_cases, _progress, _cancellation) = (cases, progress, cancellation);
        Before = cases == 0 || progress is null ? progress : new FirstPart(progress);
    }

    /// <summary>Who is told of the first round.</summary>
    internal IProgress<ZooProgress>? Before { get; }

    /// <summary>The exhibit with what came of its treatment.</summary>
    internal ZooExhibit Cure(ZooExhibit exhibit)
    {
        string folder = Directory.CreateTempSubdirectory("uncollapse-zoo-").FullName;
        try
        {
            TreatmentRecord record = Treat(exhibit.CollapsedPlan, Path.Combine(folder, "plant"));
            Report();
            return exhibit with { Case = exhibit.Case with { Cured = record.Accepted ? record.After : null, CuredBy = record.Remedy, Treatment = record.Statement } };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private TreatmentRecord Treat(Plan plan, string folder)
    {
        Trainer.Train(plan, folder, null, _cancellation).Dispose();
        _cancellation.ThrowIfCancellationRequested();
        var options = new DiagnosisOptions
        {
            Examples = 1000, ImportanceSamples = 200, NllExamples = 500, UnitExamples = 200, BootstrapReplicates = 200, Seed = plan.Seed, ProbeExamples = 0, GeometryExamples = 0, MarginExamples = 1000, RefinedExamples = 128,
        };
        return Treater.Treat(RunFolder.Open(folder), folder + "-treated", new TreatmentOptions { Diagnosis = options, Checkpoint = CheckpointKind.Last }, null, _cancellation);
    }

    private void Report()
    {
        double fraction = Planting + ((1 - Planting) * ++_done / _cases), elapsed = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        _progress?.Report(new ZooProgress(fraction, _done, _cases, TimeSpan.FromSeconds(elapsed * (1 - fraction) / fraction)));
    }

    private sealed class FirstPart(IProgress<ZooProgress> whole) : IProgress<ZooProgress>
    {
        public void Report(ZooProgress value) => whole.Report(value with { Fraction = Planting * value.Fraction, Remaining = value.Remaining < TimeSpan.FromDays(100) ? value.Remaining / Planting : TimeSpan.MaxValue });
    }
}
