using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>Tries a diagnosis' suspects: trains the run's plan without each of them, beside a control, and lets what returns convict (docs/attribution.md).</summary>
public static class CounterfactualExamination
{
    /// <summary>The diagnosis with its trials, and findings with the confidence that they leave.</summary>
    /// <param name="diagnosis">The diagnosis of <paramref name="subject"/>.</param>
    /// <param name="subject">The model, with the plan that it was trained from.</param>
    /// <param name="trainer">Who trains.</param>
    /// <param name="options">The options of the diagnosis: split and seed.</param>
    /// <param name="allowed">The budget.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops the trials; those that are done are kept, and the diagnosis is returned with them.</param>
    /// <returns>The diagnosis; with a sentence on why where nothing was tried.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static Records.Diagnoses.Diagnosis Examine(
        Records.Diagnoses.Diagnosis diagnosis, ModelSubject subject, ICounterfactualTrainer trainer, DiagnosisOptions options, CounterfactualOptions allowed,
        IProgress<CounterfactualProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(trainer);
        options.Validate();
        allowed.Validate();
        if (subject.Plan is not { } plan) return Untried(diagnosis, allowed, "Nothing was tried: no plan is known to change.");
        IReadOnlyList<Suspect> suspects = [.. Suspects.Of(plan, diagnosis, OutputVariance(subject, plan), Math.Ceiling(subject.Data.Train.Count / (double)plan.Training.BatchSize)).Where(suspect => PlanValidation.Problems(suspect.Remove(plan)).Count == 0)];
        if (suspects.Count == 0)
        {
            return Untried(diagnosis, allowed, diagnosis.Verdict == Verdict.Healthy
                ? "Nothing was tried: the model is healthy, and nothing of its plan is accused."
                : "Nothing was tried: nothing in the plan is suspect that a trial could take away.");
        }

        using var room = new TrialRoom(subject, plan, trainer, options, allowed, progress, cancellation);
        bool ready = room.Prepare(Court.Most(suspects));
        bool lives = ready && TrialRule.Lives(room.Control!, diagnosis.Verdict);
        IReadOnlyList<Ruling> rulings = ready && !lives
            ? new Court(suspects, room.Control!, room.Try).Rule()
            : [.. suspects.Select(suspect => new Ruling(suspect, SuspectOutcome.Undecided, room.Control, null, 1))];
        var made = new Records.Diagnoses.Counterfactuals
        {
            BudgetSeconds = allowed.Seconds,
            Seconds = room.Seconds,
            Epochs = room.Epochs,
            Examples = room.Examples,
            IsWholeLength = room.IsWholeLength,
            Control = room.Control,
            Trials = room.Trials,
            Interrupted = cancellation.IsCancellationRequested,
            Summary = RulingWords.Summary(rulings, room, lives, cancellation.IsCancellationRequested),
        };
        return Told(Sentence.Pass(diagnosis, rulings, room.Trials), made);
    }

    private static Records.Diagnoses.Diagnosis Untried(Records.Diagnoses.Diagnosis diagnosis, CounterfactualOptions allowed, string why) =>
        Told(diagnosis, new Records.Diagnoses.Counterfactuals { BudgetSeconds = allowed.Seconds, Seconds = 0, Summary = why });

    // Before the last sentence, which says on what all of it was measured.
    private static Records.Diagnoses.Diagnosis Told(Records.Diagnoses.Diagnosis diagnosis, Records.Diagnoses.Counterfactuals made) => diagnosis with
    {
        Counterfactuals = made,
        Explanation = [.. diagnosis.Explanation.SkipLast(1), made.Summary, .. diagnosis.Explanation.TakeLast(1)],
    };

    private static double OutputVariance(ModelSubject subject, Plan plan) =>
        plan.Model.Likelihood.Kind == LikelihoodKind.Gaussian ? subject.Data.Train.Statistics().TotalVariance / subject.Data.Train.OutputSize : 0;
}
