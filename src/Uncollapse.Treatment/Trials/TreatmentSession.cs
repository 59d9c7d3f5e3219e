using System.Globalization;
using Uncollapse.Data;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Treatment.Trials;

/// <summary>One treatment under way.</summary>
internal sealed class TreatmentSession
{
    private const string Accepted = "accepted";

    private const int MostCourses = 2;

    /// <summary>Trials that a second course does without: the first had them.</summary>
    private const int Controls = 2;

    /// <summary>The part of a budget that trainings may take; the rest is for diagnoses.</summary>
    private const double TrainingShare = 0.7;

    private readonly RunFolder _run;
    private readonly TreatmentFolder _folder;
    private readonly TreatmentOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly TreatmentMeter _meter;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TrialRun> _runs = [];
    private TreatmentRecord _record = null!;
    private Likelihoods? _likelihoods;

    internal TreatmentSession(RunFolder run, TreatmentFolder folder, TreatmentOptions options, IProgress<TreatmentProgress>? progress, CancellationToken cancellation)
    {
        _run = run;
        _folder = folder;
        _options = options;
        _cancellation = cancellation;
        _meter = new TreatmentMeter(options.Time, progress);
    }

    internal TreatmentRecord Run()
    {
        if (_options.Resume) TakeUp();
        else Begin();
        if (_record.Status == TreatmentStatus.Done) return _record;
        if (_record.Accepted)
        {
            Settle();
            return _record;
        }

        do
        {
            for (int round = 0; round < TrialBudget.Rounds.Count; round++) Round(round);
        }
        while (Finish());
        Settle();
        return _record;
    }

    private bool IsLate => _options.Budget is { } budget && _meter.Seconds >= budget.TotalSeconds;

    private int Course => _record.Trials.Max(trial => trial.Course);

    private IEnumerable<TreatmentTrial> Alive => _record.Trials.Where(trial => !trial.Ended);

    private void Begin()
    {
        RunInfo info = _run.ReadInfo();
        if (info.Status is not (RunStatus.Finished or RunStatus.StoppedEarly))
            throw new DataFormatException(_run.InfoFile, "", "a run that was trained to its end", $"one whose status is {info.Status.ToString().ToLowerInvariant()}", $"uncollapse train {_run.Path} --resume");
        _meter.Tell("diagnosing", 0);
        using var before = Opened.Open(_run.Path, _options.Checkpoint);
        if (_options.Goal is { Kind: GoalKind.Active } units && units.Value > _run.Plan.Model.Latent)
            throw new DataFormatException(_run.PlanFile, "model.latent", string.Create(CultureInfo.InvariantCulture, $"at least the {units.Value:0} units that are wanted"), string.Create(CultureInfo.InvariantCulture, $"{_run.Plan.Model.Latent}"), "Want fewer, or train with more units");
        Records.Diagnoses.Diagnosis diagnosis = Diagnosis.Diagnoser.Diagnose(before.Subject, _options.Diagnosis, cancellation: _cancellation);
        _record = new TreatmentRecord
        {
            ToolVersion = diagnosis.ToolVersion, Subject = _run.Path, Status = TreatmentStatus.Running, Goal = _options.Goal, MaxNllLoss = _options.MaxNllLoss, Before = diagnosis, Seed = _run.Plan.Seed,
            TrainingSeconds = info.Seconds, BudgetSeconds = _options.Budget?.TotalSeconds, Plan = PlanYaml.Format(_run.Plan), Measured = MeasuringText.Of(_options),
        };
        if (_options.Goal is { Kind: GoalKind.Information } information && information.Value > diagnosis.MutualInformation.Ceiling)
            throw new DataFormatException(_run.Path, "--want", string.Create(CultureInfo.InvariantCulture, $"at most {diagnosis.MutualInformation.Ceiling:0.##} nats, the log of the {diagnosis.MutualInformation.Examples} examples measured"), string.Create(CultureInfo.InvariantCulture, $"{information.Value:0.##}"), "No estimate exceeds that: measure more with --examples, or want less");
        if (Goes(diagnosis) is { } reason)
        {
            Save(_record with { Status = TreatmentStatus.Done, Statement = reason });
            return;
        }

        using var facts = new KnownFacts(_cancellation);
        TrialChoice chosen = Candidates.Within(_run.Plan, diagnosis.Findings, facts.Of, _options.Trials, Affordable(info.Seconds), _options.Goal);
        Save(Enrol(chosen, 1));
    }

    /// <summary>The record with a course of trials to come.</summary>
    private TreatmentRecord Enrol(TrialChoice chosen, int course)
    {
        TreatmentTrial[] planned = [.. chosen.Tried.Select((candidate, i) => Planned(candidate, _record.Trials.Count + i, course))];
        for (int i = 0; i < planned.Length; i++) Add(planned[i], chosen.Tried[i].Plan);
        return _record with { Trials = [.. _record.Trials, .. planned], LeftOut = [.. _record.LeftOut.Union(chosen.LeftOut).Except(chosen.Tried.Select(TrialBudget.Words))] };
    }

    /// <summary>Why there is nothing to treat; null where there is.</summary>
    private string? Goes(Records.Diagnoses.Diagnosis diagnosis)
    {
        if (Acceptance.IsIll(diagnosis)) return null;
        if (_options.Goal is not { } goal) return "The model is healthy: there is nothing to treat.";
        return Goals.Miss(goal, diagnosis.Rate, diagnosis.ActiveUnits, diagnosis.MutualInformation.Estimate) <= 0 ? $"The model is healthy and has {Goals.Words(goal)}: there is nothing to treat." : null;
    }

    private static string Name(Candidate candidate, int index) => string.Create(CultureInfo.InvariantCulture,
        $"{index + 1:00}-{(candidate.Prescriptions.Count == 0 ? "as-it-was" : string.Join('+', candidate.Prescriptions.Select(one => one.Remedy.Name)))}");

    private TreatmentTrial Planned(Candidate candidate, int index, int course) => new()
    {
        Name = Name(candidate, index),
        Course = course,
        Role = candidate.Role,
        Reason = candidate.Reason,
        Remedies = [.. candidate.Prescriptions.Select(one => one.ToString())],
        Changes = PlanChange.Between(_run.Plan, candidate.Plan),
    };

    private void TakeUp()
    {
        _record = _folder.Read();
        _meter.Before = _record.Seconds;
        if (_record.Subject != _run.Path || _record.Plan != PlanYaml.Format(_run.Plan))
            throw new DataFormatException(_folder.RecordFile, "subject", $"a treatment of {_run.Path}, as it is now", $"one of {_record.Subject}", "Resume it with that run, or name another folder");
        // One that is done has nothing to go on with: what is not asked for anew need not be said again.
        bool isDone = _record.Status == TreatmentStatus.Done;
        if (!isDone) MeasuringText.RequireSame(_folder.RecordFile, _record.Measured, _options);
        bool hasAnotherGoal = _record.Goal != _options.Goal && !(isDone && _options.Goal is null), hasAnotherLimit = _record.MaxNllLoss != _options.MaxNllLoss && !(isDone && _options.MaxNllLoss is null);
        if (hasAnotherGoal || hasAnotherLimit)
            throw new DataFormatException(_folder.RecordFile, "", "a resumption with the goal that it began with", "another", "Give the same options as at first, and --resume");
        if (isDone || _record.Accepted) return;
        if (_record.Trials.Count == 0)
        {
            Begin();
            return;
        }

        foreach (TreatmentTrial trial in _record.Trials) Add(trial, trial.Changes.Aggregate(_run.Plan, (plan, change) => PlanSchema.Find(change.Key)!.Parse(plan, change.After)));
    }

    private void Add(TreatmentTrial trial, Plan plan) => _runs[trial.Name] = new TrialRun(_folder.TrialPath(trial.Name), plan);

    /// <summary>The trainings of the plan as it was that the budget still pays for.</summary>
    private double Affordable(double training) => _options.Budget is { } budget
        ? Math.Max(0, (TrainingShare * budget.TotalSeconds) - _meter.Seconds) * _options.Lanes / Math.Max(training, 1e-9)
        : double.PositiveInfinity;

    /// <summary>Trains what is alive up to an epoch, and keeps the better half.</summary>
    private void Round(int round)
    {
        TreatmentTrial[] alive = [.. Alive];
        // By all trials and not by those alive: a round that was done before an interruption drops nobody again.
        int kept = Enumerable.Range(0, round + 1).Aggregate(_record.Trials.Count(trial => trial.Course == Course), (count, _) => TrialBudget.Half(count));
        if (alive.Length <= kept || IsLate) return;
        TrainAll(alive, TrialBudget.Rounds[round]);
        foreach (TreatmentTrial trial in Ranked().Skip(kept)) Change(trial.Name, one => one with { Ended = true, Outcome = Dropped(one) });
        Save(_record);
    }

    private void TrainAll(TreatmentTrial[] trials, double share)
    {
        // A remedy may change how long a training is: shares are of its own epochs.
        int Epochs(TreatmentTrial trial) => (int)Math.Ceiling(share * _runs[trial.Name].Plan.Training.Epochs);
        int work = trials.Sum(trial => Math.Max(0, Epochs(trial) - Done(trial)));
        _meter.Plan(string.Create(CultureInfo.InvariantCulture, $"{(Course > 1 ? "second course, " : "")}training {trials.Length} plans to epoch {Epochs(trials[0])} of {_runs[trials[0].Name].Plan.Training.Epochs}"), Math.Max(1, work), share);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        if (_options.Budget is { } budget) late.CancelAfter(TimeSpan.FromSeconds(Math.Max(0.01, budget.TotalSeconds - _meter.Seconds)));
        try
        {
            Lanes.Run([.. trials.Where(trial => Done(trial) < Epochs(trial)).Select(trial => (Action)(() => Train(trial, Epochs(trial), late.Token)))], _options.Lanes, late.Token);
        }
        catch (OperationCanceledException) when (!_cancellation.IsCancellationRequested)
        {
            // The budget is used up: what was read so far decides.
        }
        catch (OperationCanceledException)
        {
            Save(_record);
            throw;
        }
    }

    private static int Done(TreatmentTrial trial) => trial.Readings.Count == 0 ? 0 : trial.Readings[^1].Epochs;

    private void Train(TreatmentTrial trial, int epochs, CancellationToken late)
    {
        long start = _options.Time.GetTimestamp();
        int told = Done(trial);
        TrialReading? seen = _runs[trial.Name].TrainTo(epochs, epoch =>
        {
            lock (_gate) _meter.Add(Math.Max(0, epoch - told));
            told = Math.Max(told, epoch);
        }, late, _cancellation);
        double seconds = _options.Time.GetElapsedTime(start).TotalSeconds;
        lock (_gate)
        {
            Change(trial.Name, one => one with { Seconds = one.Seconds + seconds });
            if (seen is null) Change(trial.Name, one => one with { Ended = true, Outcome = "diverged" });
            // Cut off before an epoch was done, there is nothing that was seen.
            else if (seen.Epochs > 0) Change(trial.Name, one => one with { Readings = [.. one.Readings, seen] });
            Save(_record);
        }
    }

    /// <summary>What is alive and was read, the best first.</summary>
    private TreatmentTrial[] Ranked()
    {
        TreatmentTrial[] read = [.. Alive.Where(trial => trial.Readings.Count > 0)];
        return [.. Ranking.Order([.. read.Select(trial => trial.Readings[^1])], _options.Goal, _options.MaxNllLoss).Select(position => read[position])];
    }

    /// <summary>Trains the best to their ends and diagnoses them; true where that calls for another course.</summary>
    private bool Finish()
    {
        TreatmentTrial[] read = Ranked(), best = [.. (read.Length > 0 || IsLate ? read : [.. Alive]).Take(TrialBudget.Finalists)];
        if (!IsLate && best.Length > 0) TrainAll(best, 1);
        // A control is accepted only where what was indicated is not.
        TreatmentTrial[] finalists = [.. Ranked().Where(trial => best.Any(one => one.Name == trial.Name)).OrderBy(trial => trial.Role == TrialRole.Control)];
        foreach (TreatmentTrial trial in Alive.Where(trial => finalists.All(one => one.Name != trial.Name)).ToList())
            Change(trial.Name, one => one with { Ended = true, Outcome = one.Readings.Count == 0 ? "not reached within the budget" : Dropped(one) });
        _meter.Tell("diagnosing the best", 0.9);
        var verified = new List<Verified>();
        // The best first: where it passes, the other needs no diagnosis.
        foreach (TreatmentTrial trial in finalists.TakeWhile(_ => !verified.Any(one => one.IsAccepted))) verified.Add(Verify(trial));
        foreach (TreatmentTrial trial in finalists) Change(trial.Name, one => one with { Ended = true, Outcome = "second best" });
        foreach (Verified one in verified.Where(one => !one.IsAccepted)) Change(one.Trial.Name, trial => trial with { Outcome = $"not accepted: {Failed(one.Checks)}" });
        Verified? winner = verified.FirstOrDefault(one => one.IsAccepted), shown = winner ?? verified.FirstOrDefault();
        if (winner is not null) Change(winner.Trial.Name, trial => trial with { Outcome = Accepted });
        // Of two courses in vain the one with fewer failed checks is shown.
        if (shown is not null && (winner is not null || _record.After is null || Failures(shown.Checks) <= Failures(_record.Checks)))
            _record = _record with { After = shown.Diagnosis, Checks = shown.Checks, Changes = shown.Trial.Changes };
        _record = _record with
        {
            Accepted = winner is not null,
            Remedy = winner is null ? null : winner.Trial.Remedies.Count == 0 ? "another seed" : string.Join(" + ", winner.Trial.Remedies),
            Statement = TreatmentWords.Statement(_record, winner?.Trial),
        };
        bool goesOn = winner is null && GoesOn(verified);
        Save(_record);
        if (goesOn) _meter.Begin();
        return goesOn;
    }

    /// <summary>
    /// Whether a second course follows, after a first in vain. It does where a finalist shows a cause that the model before did not show, as a mute code tells little of what else would silence it; and where the plan can take a remedy
    /// of that cause, and the budget pays for it.
    /// </summary>
    private bool GoesOn(IReadOnlyList<Verified> verified)
    {
        if (Course >= MostCourses) return false;
        string[] known = Candidates.Causes(_record.Before.Findings);
        Records.Diagnoses.Finding[] news =
        [
            .. verified.Where(one => one.Trial.Role != TrialRole.Control).SelectMany(one => one.Diagnosis.Findings)
                .Where(finding => finding.Severity != Records.Diagnoses.Severity.Info && finding.Cause != Candidates.Unknown && !known.Contains(finding.Cause)).DistinctBy(finding => finding.Cause),
        ];
        if (news.Length == 0) return false;
        using var facts = new KnownFacts(_cancellation);
        double affordable = Affordable(_record.TrainingSeconds ?? 0);
        TrialChoice chosen = Candidates.Further(_run.Plan, [.. _record.Before.Findings, .. news], [.. _runs.Values.Select(run => run.Plan)], facts.Of, Math.Max(1, _options.Trials - Controls), affordable, _options.Goal);
        // What came of a remedy itself, or has none that the plan can take, is treated by none of these.
        news = [.. news.Where(finding => chosen.Tried.Any(candidate => candidate.Prescriptions.Any(one => Candidates.Order(news, finding.Cause).Contains(one.Remedy))))];
        if (news.Length == 0) return false;
        if (IsLate || TrialBudget.Trainings([.. chosen.Tried.Select(candidate => candidate.Cost)]) > affordable)
        {
            _record = _record with { LeftOut = [.. _record.LeftOut, $"a second course for {string.Join(" and ", news.Select(finding => finding.Cause))}, which came to light in the first"] };
            return false;
        }

        _record = Enrol(chosen, Course + 1) with { CameToLight = news };
        return true;
    }

    /// <summary>Makes the accepted trial's run the folder's own. The record already names it: cut off in between, a resumed treatment does the rest.</summary>
    private void Settle()
    {
        if (_record.Accepted) _folder.Adopt(_record.Trials.First(trial => trial.Outcome == Accepted).Name);
        Save(_record with { Status = TreatmentStatus.Done });
        _meter.Tell("done", 1);
    }

    private Verified Verify(TreatmentTrial trial)
    {
        Records.Diagnoses.Diagnosis after = _runs[trial.Name].Diagnose(_options.Checkpoint, _options.Diagnosis, _cancellation);
        _likelihoods ??= new Likelihoods(_run.Path, _options.Checkpoint, _options.Diagnosis);
        (Difference? difference, string? incomparable) = _likelihoods.Compare(_runs[trial.Name].Folder, _cancellation);
        return new Verified(trial, after, Acceptance.Checks(_record.Before, after, difference, incomparable, _options.Goal, _options.MaxNllLoss));
    }

    private void Change(string name, Func<TreatmentTrial, TreatmentTrial> change) =>
        _record = _record with { Trials = [.. _record.Trials.Select(trial => trial.Name == name ? change(trial) : trial)] };

    private void Save(TreatmentRecord record)
    {
        _record = record with { Seconds = _meter.Seconds };
        _folder.Write(_record);
    }

    private static string Dropped(TreatmentTrial trial) => string.Create(CultureInfo.InvariantCulture, $"dropped after {trial.Readings[^1].Epochs} epochs");

    private static int Failures(IReadOnlyList<TreatmentCheck> checks) => checks.Count(check => !check.Holds);

    private static string Failed(IReadOnlyList<TreatmentCheck> checks) => string.Join(", ", checks.Where(check => !check.Holds).Select(check => check.Meaning.Split(',')[0]));

    private sealed record Verified(TreatmentTrial Trial, Records.Diagnoses.Diagnosis Diagnosis, IReadOnlyList<TreatmentCheck> Checks)
    {
        internal bool IsAccepted => Checks.All(check => check.Holds);
    }
}
