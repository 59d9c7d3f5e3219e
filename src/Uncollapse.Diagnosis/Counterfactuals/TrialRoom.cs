using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>Where counterfactual plans are trained and measured: one length and one set of measured examples for all, within a budget.</summary>
internal sealed class TrialRoom : IDisposable
{
    /// <summary>Examples of the pilot, which is there to be timed.</summary>
    private const int PilotExamples = 2000;

    /// <summary>The share of the budget that is kept for what takes longer than the pilot said.</summary>
    private const double Reserve = 0.15;

    private readonly ModelSubject _subject;
    private readonly Plan _plan;
    private readonly ICounterfactualTrainer _trainer;
    private readonly DiagnosisOptions _measure;
    private readonly TrialClock _clock;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _deadline;
    private readonly List<Trial> _trials = [];
    private TrialLength? _length;
    private Trial? _control;

    public TrialRoom(
        ModelSubject subject, Plan plan, ICounterfactualTrainer trainer, DiagnosisOptions options, CounterfactualOptions allowed, IProgress<CounterfactualProgress>? progress, CancellationToken cancellation)
    {
        (_subject, _plan, _trainer) = (subject, plan, trainer);
        _measure = options with
        {
            Examples = Math.Min(options.Examples, allowed.Examples), AggregateSize = null, ImportanceSamples = 0, UnitExamples = 0, Blocks = [], RefinedExamples = 0, ProbeExamples = 0, MarginExamples = 0, GeometryExamples = 0,
        };
        _clock = new TrialClock(allowed, progress);
        _deadline = new CancellationTokenSource(TimeSpan.FromSeconds(allowed.Seconds), allowed.Clock);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _deadline.Token);
    }

    /// <summary>What was trained, in order.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>The control; null before <see cref="Prepare"/>.</summary>
    public Trial? Control => _control;

    /// <summary>Whether trials are as long as the run.</summary>
    public bool IsWholeLength { get; private set; }

    /// <summary>Epochs of each.</summary>
    public int? Epochs => _length?.Epochs;

    /// <summary>Training examples of each.</summary>
    public int? Examples => _length is null ? null : _length.Examples ?? _subject.Data.Train.Count;

    /// <summary>Seconds that were used.</summary>
    public double Seconds => _clock.Seconds;

    /// <summary>Whether nothing more can be trained.</summary>
    public bool IsClosed => _stop.IsCancellationRequested;

    /// <summary>Times a short pilot, chooses the length that the budget pays for and trains the control, where the run is not its own.</summary>
    /// <param name="trials">Trials that are to be made, at most.</param>
    /// <returns>Whether there is a control.</returns>
    public bool Prepare(int trials)
    {
        int examples = _subject.Data.Train.Count, epochs = TrainedEpochs(examples);
        _clock.Expect(trials + 1);
        var pilot = new TrialLength(1, Math.Min(PilotExamples, examples));
        if (Carry(pilot.Of(_plan), [], "a pilot, to be timed") is not { MutualInformation: not null } timed) return false;
        double left = ((1 - Reserve) * _clock.Left) - (timed.Seconds * 0.1);
        // The pilot's measuring counts as training: what it says of the speed is an upper bound.
        double each = timed.Seconds / Math.Min(PilotExamples, examples);
        _length = TrialLength.Within(_plan, examples, epochs, each, left / trials);
        IsWholeLength = _length is { Examples: null } && _length.Epochs == epochs;
        if (!IsWholeLength) _length = TrialLength.Within(_plan, examples, epochs, each, left / (trials + 1));
        if (_length is null) return false;
        _clock.Expect(trials + (IsWholeLength ? 0 : 1));
        _control = IsWholeLength ? Measured(_subject, [], [], 0) : Carry(_length.Of(_plan), [], "the unchanged plan, as a control");
        return _control is { MutualInformation: not null };
    }

    /// <summary>Trains the plan without some suspects; null where the budget is used up or somebody stopped it.</summary>
    public Trial? Try(IReadOnlyList<Suspect> without)
    {
        string[] causes = [.. without.Select(suspect => suspect.Cause)];
        if (_trials.Find(trial => trial.Without.SequenceEqual(causes)) is { } known) return known;
        if (_control is null || _length is null || IsClosed) return null;
        Plan changed = without.Aggregate(_plan, (plan, suspect) => suspect.Remove(plan));
        if (Carry(_length.Of(changed), causes, $"without {string.Join(" and ", causes)}") is not { } trial) return null;
        trial = trial with { Changes = PlanChange.Between(_plan, changed) };
        if (trial.Note is null) trial = trial with { Outcome = Outcome(trial, without) };
        _trials.Add(trial);
        return trial;
    }

    public void Dispose()
    {
        _stop.Dispose();
        _deadline.Dispose();
    }

    private TrialOutcome Outcome(Trial trial, IReadOnlyList<Suspect> without) => without.All(suspect => suspect.KeepsOut)
        ? TrialRule.Returns(_control!, trial) ? TrialOutcome.Returned : TrialOutcome.Stayed
        : TrialRule.Changes(_control!, trial) ? TrialOutcome.Changed : TrialOutcome.Stayed;

    /// <summary>Trains and measures; null where it was stopped before there was anything to measure.</summary>
    private Trial? Carry(Plan plan, IReadOnlyList<string> causes, string stage)
    {
        double start = _clock.Seconds;
        try
        {
            using CounterfactualModel model = _trainer.Train(plan, _subject.Checkpoint == "best", _clock.Stage(stage), _stop.Token);
            if (IsClosed) return null;
            Trial trial = model.IsWhole
                ? Measured(model.Subject, causes, [], start)
                : new Trial { Without = causes, Changes = [], Outcome = TrialOutcome.Untold, Seconds = _clock.Seconds - start, Note = model.Note ?? "it did not come to its end" };
            _clock.Done();
            return trial;
        }
        catch (OperationCanceledException) when (IsClosed)
        {
            return null;
        }
    }

    private Trial Measured(ModelSubject subject, IReadOnlyList<string> causes, IReadOnlyList<PlanChange> changes, double start)
    {
        using var measurement = new ModelMeasurement(subject, _measure, new Stages(null), _stop.Token);
        Records.Diagnoses.Diagnosis measured = measurement.Run();
        var judgement = new Judgement(measured.Rate, measured.AggregateKl, measured.MutualInformation, measured.Units, measured.Interventions);
        return new Trial
        {
            Without = causes,
            Changes = changes,
            Outcome = TrialOutcome.Untold,
            MutualInformation = measured.MutualInformation,
            ShuffleCode = measured.Interventions?.ShuffleCode,
            Rate = measured.Rate,
            Elbo = measured.Elbo,
            Verdict = judgement.Verdict,
            Seconds = _clock.Seconds - start,
        };
    }

    /// <summary>Epochs of the run: the plan's, or of a run that was interrupted those that it came to.</summary>
    private int TrainedEpochs(int examples)
    {
        int planned = _plan.Training.Epochs;
        if (_subject.Steps is not { } steps || _plan.Training.Patience is not null) return planned;
        return (int)Math.Clamp(steps / Math.Ceiling(examples / (double)_plan.Training.BatchSize), 1, planned);
    }
}
