using System.Text.Json;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis;
using Uncollapse.Records;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Watching;
using Uncollapse.Treatment.Remedies;
using Uncollapse.Treatment.Trials;

namespace Uncollapse.Treatment.Prevention;

/// <summary>Training that does not wait for the collapse: the plan is made safe first (<see cref="SafePlan"/>), a watch looks on, and what it sees early is diagnosed, treated and begun anew.</summary>
public static class SafeTrainer
{
    /// <summary>The record's file name in the run folder.</summary>
    public const string RecordName = "prevention.json";

    private const int MostAttempts = 3;

    /// <summary>A training is begun anew only before this share of its epochs, so that it costs little; afterwards <c>treat</c> is the way.</summary>
    private const double Early = 0.4;

    private const int Examples = 1000;

    private static readonly string[] _matters = [WatchMatters.Collapse, WatchMatters.Fading, WatchMatters.VarianceSpiral, WatchMatters.ConstantCode];

    /// <summary>Trains a plan safely.</summary>
    /// <param name="plan">What is asked for.</param>
    /// <param name="folder">The run folder to make; null trains in memory.</param>
    /// <param name="options">As for a training.</param>
    /// <param name="told">Told of each change as it is made.</param>
    /// <param name="cancellation">Ends the training after the step under way.</param>
    /// <returns>The run of the last attempt, and what was changed.</returns>
    /// <exception cref="PlanException">The plan cannot be carried out.</exception>
    /// <exception cref="Data.DataFormatException">The data cannot be read, or the folder is not free.</exception>
    public static (TrainedRun Run, PreventionRecord Record) Train(
        Plan plan, string? folder = null, TrainingOptions? options = null, Action<PreventionStep>? told = null, CancellationToken cancellation = default)
    {
        PlanValidation.Validate(plan);
        options ??= new TrainingOptions();
        Plan asked = plan;
        var steps = new List<PreventionStep>();
        void Add(PreventionStep step)
        {
            steps.Add(step);
            told?.Invoke(step);
        }

        PreparedData? data;
        using (var known = new KnownFacts(cancellation))
        {
            (plan, IReadOnlyList<PreventionStep> before) = SafePlan.Of(plan, known.Of);
            foreach (PreventionStep step in before) Add(step);
            data = options.Source is null ? known.Take(plan) : null;
        }

        double seconds = 0;
        for (int attempt = 1; ; attempt++)
        {
            TrainedRun run = Attempt(plan, data, folder, options with { Force = options.Force || attempt > 1 }, attempt < MostAttempts, out TrainingWarning? warning, cancellation);
            data = null;
            seconds += run.Info.Seconds;
            if (warning is null || cancellation.IsCancellationRequested) return (run, Keep(folder, asked, plan, steps, seconds));
            Candidate? mended = Mend(run, plan, cancellation);
            double stopped = run.Info.Seconds;
            run.Dispose();
            if (mended is null)
            {
                // A false alarm, or nothing to prescribe: the training that was broken off is done to its end.
                TrainedRun whole = folder is null ? Trainer.Train(plan, null, options, cancellation) : Trainer.Resume(folder, options, cancellation);
                // A run that goes on counts its earlier seconds itself.
                return (whole, Keep(folder, asked, plan, steps, whole.Info.Seconds + (folder is null ? seconds : seconds - stopped)));
            }

            Add(new PreventionStep(warning.Epoch, string.Join(" + ", mended.Prescriptions), $"{mended.Reason}: {warning.Message}"));
            plan = mended.Plan;
        }
    }

    /// <summary>One training; broken off where something was seen early and another attempt is left.</summary>
    private static TrainedRun Attempt(Plan plan, PreparedData? data, string? folder, TrainingOptions options, bool mayStop, out TrainingWarning? warning, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        TrainingWarning? seen = null;
        var watch = new Watch(found =>
        {
            if (!mayStop || seen is not null || !_matters.Contains(found.Matter) || found.Epoch > Early * plan.Training.Epochs) return;
            seen = found;
            stop.Cancel();
        });
        options = options with { Watch = true, Observers = [.. options.Observers, watch] };
        TrainedRun run = data is null ? Trainer.Train(plan, folder, options, stop.Token) : Trainer.TrainOn(plan, data, folder, options, stop.Token);
        warning = seen;
        return run;
    }

    /// <summary>The most apt remedies for what ails a run that was broken off; null where nothing ails it, or nothing can be prescribed.</summary>
    private static Candidate? Mend(TrainedRun run, Plan plan, CancellationToken cancellation)
    {
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = "watched", Checkpoint = "last", Plan = plan, Steps = run.Info.Step };
        var options = new DiagnosisOptions
        {
            Split = run.Data.Validation.Count >= 2 ? "validation" : "test", Examples = Examples, ImportanceSamples = 0, UnitExamples = 0, ProbeExamples = 0, GeometryExamples = 0, RefinedExamples = 64,
            BootstrapReplicates = 100, Seed = plan.Seed,
        };
        Records.Diagnoses.Diagnosis seen = Diagnoser.Diagnose(subject, options, cancellation: cancellation);
        // Without a cause there is nothing to prescribe for.
        if (!seen.Findings.Any(finding => finding.Severity != Severity.Info && finding.Cause != "unknown")) return null;
        using var facts = new KnownFacts(cancellation);
        return Candidates.Of(plan, seen, facts.Of, 3).FirstOrDefault(candidate => candidate.Role == TrialRole.Indicated);
    }

    private static PreventionRecord Keep(string? folder, Plan asked, Plan trained, IReadOnlyList<PreventionStep> steps, double seconds)
    {
        var record = new PreventionRecord { Steps = steps, Changes = PlanChange.Between(asked, trained), Seconds = seconds };
        if (folder is not null) AtomicFile.WriteText(Path.Combine(folder, RecordName), JsonSerializer.Serialize(record, RecordsJson.Default.PreventionRecord) + "\n");
        return record;
    }
}
