using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Histories;

/// <summary>Causes that a log speaks for. None is convicted: a log holds no intervention and no counterfactual, and the confidences say so.</summary>
internal static class HistoryFindings
{
    // The largest distortion per output that an average over outputs has at its start: a fair coin's log 2, and a unit Gaussian's 1/2 log 2 pi + 1/2, with room.
    private const double AveragedDistortion = 2;

    // A rate that moves less than this over half a training is held by something.
    private const double HeldRate = 1e-3;

    public static IReadOnlyList<Finding> Of(HistoryTrace trace, bool isCollapsed)
    {
        Finding?[] all = [Scaling(trace, isCollapsed), Weight(trace, isCollapsed), Unfinished(trace), Spiral(trace, isCollapsed), Held(trace)];
        Finding[] found = [.. all.OfType<Finding>().OrderByDescending(finding => finding.Confidence)];
        return found.Length > 0 || !isCollapsed ? found : [Unknown(trace)];
    }

    private static Finding? Scaling(HistoryTrace trace, bool isCollapsed)
    {
        if (trace.Distortion is not { } distortion || !isCollapsed || distortion.First is not (> 0 and < AveragedDistortion)) return null;
        // Of fewer outputs a sum may be as small.
        if (trace.Outputs is < 20) return null;
        string times = trace.Outputs is { } outputs ? Text.Of($"{outputs} times") : "as many times as there are outputs";
        return Make(
            "objective-scaling", Severity.Error, trace.Outputs is null ? 0.6 : 0.9,
            Text.Of($"The distortion starts at {Text.Nats(distortion.First)} nats, which is an average over outputs, not their sum: if the KL is summed over units, it weighs {times} what the evidence lower bound gives it."),
            new Evidence("distortion.first", distortion.First, AveragedDistortion, "this program: a fair coin costs 0.69 nats, a unit Gaussian 1.42"), "fix-scaling");
    }

    private static Finding? Weight(HistoryTrace trace, bool isCollapsed)
    {
        if (trace.Weight is not { } weight || weight.Last <= Thresholds.KlWeight.Value || !isCollapsed) return null;
        bool rose = trace.Rate.Most >= 1 && trace.DeadFrom is not null;
        string when = rose ? Text.Of($" The rate was {Text.Nats(trace.Rate.Most)} nats at a weight of {trace.WeightAt(trace.HighestAt):G3} and died for good at one of {trace.WeightAt(trace.DeadFrom!.Value):G3}.") : "";
        return Make(
            "overweighted-kl", Severity.Error, rose ? 0.7 : 0.5, Text.Of($"The KL weighs {weight.Last:G3} times what the evidence lower bound gives it.{when}"),
            new Evidence("weight.last", weight.Last, Thresholds.KlWeight.Value, Thresholds.KlWeight.Source), "lower-beta", "kl-warmup");
    }

    private static Finding? Unfinished(HistoryTrace trace)
    {
        if (trace.Weight is not { } weight || weight.Most >= 1 || weight.Most <= weight.Least || weight.Last < weight.First) return null;
        return Make(
            // A weight that stands may have been meant to.
            "unfinished-schedule", Severity.Warning, trace.WeightStillRises ? 0.9 : 0.4,
            Text.Of($"The KL's weight {(trace.WeightStillRises ? "still rises where the log ends, at" : "rises to")} {weight.Most:G3}{(trace.WeightStillRises ? "" : " and stays there")}: what was trained is not the evidence lower bound. The rate at the full weight is unknown, and lower."),
            new Evidence("weight.most", weight.Most, 1, "the evidence lower bound's weight"), "fix-schedule");
    }

    private static Finding? Spiral(HistoryTrace trace, bool isCollapsed)
    {
        if (!isCollapsed || trace.Variance is not { } variance || variance.Last < 2 * variance.Least || trace.Rate.Most < Thresholds.CollapsedInformation.Value) return null;
        return Make(
            "variance-spiral", Severity.Error, 0.7,
            Text.Of($"The decoder's variance rose from {variance.Least:G3} to {variance.Last:G3} while the rate fell from {Text.Nats(trace.Rate.Most)} to {Text.Nats(trace.Rate.Last)} nats: the larger the error, the larger the noise, and the less a code is worth."),
            new Evidence("variance.last / variance.least", variance.Last / variance.Least, 2, "this program"), "lower-beta");
    }

    private static Finding? Held(HistoryTrace trace)
    {
        if (trace.Rate.Last < 0.5 || trace.Rate.Points < 20 || trace.LateVariation > HeldRate) return null;
        return Make(
            "constant-code", Severity.Warning, 0.5,
            Text.Of($"The rate stands at {Text.Nats(trace.Rate.Last)} nats and does not move: something holds it (free bits, a fixed concentration, normalised means). Whether it pays for information or for a constant, a log does not say."),
            new Evidence("rate's late variation", trace.LateVariation, HeldRate, "this program"), "centred-code");
    }

    private static Finding Unknown(HistoryTrace trace) => Make(
        "unknown", Severity.Error, 0, "The log does not say why. The model's posteriors, its plan or the data say more: uncollapse diagnose, uncollapse predict.",
        new Evidence("rate.last", trace.Rate.Last, Thresholds.CollapsedInformation.Value, Thresholds.CollapsedInformation.Source));

    private static Finding Make(string cause, Severity severity, double confidence, string statement, Evidence evidence, params string[] prescriptions) =>
        new() { Cause = cause, Severity = severity, Confidence = confidence, Statement = statement, Evidence = [evidence], Prescriptions = prescriptions };
}
