using System.Globalization;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;

namespace Uncollapse.Training.Watching;

/// <summary>The rules of <see cref="WatchJudge"/>, one a matter, walked through a history once.</summary>
/// <param name="plan">What is trained.</param>
/// <param name="stepsPerEpoch">Optimiser steps of an epoch; null where the history has to tell.</param>
internal sealed class WatchRules(Plan plan, double? stepsPerEpoch)
{
    private readonly List<WatchMoment> _moments = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private double _most;
    private double _leastVariance = double.PositiveInfinity;
    private WatchMoment? _best;

    /// <summary>Takes up an entry and says what it gives rise to.</summary>
    internal IReadOnlyList<TrainingWarning> Judge(HistoryEntry entry)
    {
        if (entry.Kind is not ("start" or "epoch")) return [];
        List<TrainingWarning> warnings = [];
        void Tell(string matter, FormattableString? message)
        {
            if (message is not null && _told.Add(matter)) warnings.Add(new TrainingWarning(matter, entry.Epoch, message.ToString(CultureInfo.InvariantCulture)));
        }

        double? steps = stepsPerEpoch ?? (entry is { Kind: "epoch", Epoch: > 0, Step: > 0 } ? entry.Step / (double)entry.Epoch : null);
        if (!_told.Contains(WatchMatters.UnfinishedSchedule) && WatchJudge.UnfinishedSchedule(plan, steps) is { } unfinished) Tell(WatchMatters.UnfinishedSchedule, $"{unfinished}");
        if (entry.Kind == "epoch") Judge(WatchMoment.Of(entry), Tell);
        return warnings;
    }

    private void Judge(WatchMoment now, Action<string, FormattableString?> tell)
    {
        // A code whose fall was told of is not said to be dead besides.
        bool Falls() => _told.Contains(WatchMatters.VarianceSpiral) || _told.Contains(WatchMatters.Fading);
        _moments.Add(now);
        tell(WatchMatters.VarianceSpiral, Spiral(now));
        tell(WatchMatters.Fading, Falls() ? null : Fading(now));
        tell(WatchMatters.Collapse, Falls() ? null : Collapse(now));
        tell(WatchMatters.ConstantCode, Constant(now));
        tell(WatchMatters.Overfitting, Overfitting(now));
        _most = Math.Max(_most, now.Information);
        _leastVariance = Math.Min(_leastVariance, now.Sigma2);
        // Losses of different weights do not compare.
        if (_best is null || !_best.Weight.Equals(now.Weight) || now.ValidationLoss < _best.ValidationLoss) _best = now;
    }

    private FormattableString? Collapse(WatchMoment now)
    {
        bool isSilent = Last(WatchThresholds.Lasting + 1, moment => moment.Information < WatchThresholds.Nothing && moment.Weight > 0);
        if (!isSilent) return null;
        WatchMoment before = _moments[^(WatchThresholds.Lasting + 1)];
        bool forms = now.Rate > WatchThresholds.Growth * before.Rate || now.Information > (WatchThresholds.Growth * before.Information) + WatchThresholds.Noise;
        double gained = now.TrainElbo - _moments[0].TrainElbo, last = now.TrainElbo - _moments[^2].TrainElbo;
        if (forms || (gained > 0 && last > WatchThresholds.Settled * gained)) return null;
        string ceiling = Ceiling(now);
        return $"the code holds {Math.Max(0, now.Information):0.00} nats{ceiling} and has not risen for {WatchThresholds.Lasting} epochs at KL weight {now.Weight:0.####}, while the rest of the training has settled: the posterior is collapsing; uncollapse diagnose tells why";
    }

    private FormattableString? Fading(WatchMoment now)
    {
        bool isLittle = now.Information < WatchThresholds.LittleOfMost * _most || (now.Information < WatchThresholds.HalfOfMost * _most && now.Information < WatchThresholds.Held);
        if (_most < WatchThresholds.Held || !isLittle || !Moves(moment => -moment.Information)) return null;
        double from = _moments[0].Weight;
        string ramp = now.Weight > from ? string.Create(CultureInfo.InvariantCulture, $" while the KL weight rose from {from:0.####} to {now.Weight:0.####}") : "";
        return $"the code held {_most:0.00} nats and holds {Math.Max(0, now.Information):0.00}, less with every epoch{ramp}: it is fading; uncollapse diagnose tells why";
    }

    private FormattableString? Spiral(WatchMoment now)
    {
        if (!(now.Sigma2 > WatchThresholds.VarianceRise * _leastVariance) || !Moves(moment => moment.Sigma2) || !Moves(moment => -moment.Rate)) return null;
        double before = _moments[^(WatchThresholds.Lasting + 1)].Rate;
        return $"the learned variance has risen from {_leastVariance:G3} to {now.Sigma2:G3}, and the rate falls ({before:0.00} to {now.Rate:0.00} nats in {WatchThresholds.Lasting} epochs): the vicious circle of a learned variance; bound or fix it, or lower the KL weight";
    }

    private FormattableString? Constant(WatchMoment now)
    {
        bool isIdle = Last(WatchThresholds.Lasting, moment => moment.IsMeasured && moment.Rate > WatchThresholds.Rate && moment.Information < WatchThresholds.InformationOfRate * Math.Min(moment.Rate, moment.Ceiling));
        // A code that forms spends rate before it tells anything.
        if (!isIdle || now.Information > WatchThresholds.Growth * _moments[^WatchThresholds.Lasting].Information) return null;
        return $"the rate is {now.Rate:0.00} nats, but the code tells {Math.Max(0, now.Information):0.00}{Ceiling(now)}: it is nearly the same for every example; look at the information, not at the rate";
    }

    private FormattableString? Overfitting(WatchMoment now)
    {
        // The history has the distortion summed over outputs: where the loss averages it, the two do not add up to the loss.
        if (plan.Objective.Reduction == Reduction.Mean || _best is null || !_best.Weight.Equals(now.Weight)) return null;
        double most = Math.Max(WatchThresholds.Lost, WatchThresholds.LostOfGained * (_moments[0].ValidationLossAt(now.Weight) - _best.ValidationLoss));
        bool isWorse = Last(WatchThresholds.Lasting, moment => moment.Epoch > _best.Epoch && moment.ValidationLoss > _best.ValidationLoss + most && moment.TrainLoss < _best.TrainLoss);
        if (!isWorse) return null;
        return $"validation examples have got worse by {now.ValidationLoss - _best.ValidationLoss:0.0} nats since epoch {_best.Epoch}, while training examples got better by {_best.TrainLoss - now.TrainLoss:0.0}: the model learns its examples by heart";
    }

    /// <summary>Whether a value has risen at each of the last epochs.</summary>
    private bool Moves(Func<WatchMoment, double> value)
    {
        if (_moments.Count <= WatchThresholds.Lasting) return false;
        for (int i = 1; i <= WatchThresholds.Lasting; i++)
            if (!(value(_moments[^i]) > value(_moments[^(i + 1)]))) return false;
        return true;
    }

    private bool Last(int count, Func<WatchMoment, bool> holds)
    {
        if (_moments.Count < count) return false;
        for (int i = 1; i <= count; i++)
            if (!holds(_moments[^i])) return false;
        return true;
    }

    private static string Ceiling(WatchMoment now) => now.IsMeasured ? string.Create(CultureInfo.InvariantCulture, $" (ceiling {now.Ceiling:0.0})") : "";
}
