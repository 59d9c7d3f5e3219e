using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>What convicts: a pure function of a trial's numbers and its control's.</summary>
internal static class TrialRule
{
    /// <summary>How likely a suspect is that no finding accuses: a few stand in most plans, and seldom did it one that left no trace.</summary>
    public const double Unaccused = 0.2;

    /// <summary>How much more likely a trial that makes the model healthy is of the cause than of another suspect.</summary>
    public const double HealingRatio = 10;

    /// <summary>The same of a trial in which some information returns and the model is not healthy yet.</summary>
    public const double PartRatio = 3;

    /// <summary>The same of a trial that changes nothing.</summary>
    public const double AcquittingRatio = 0.1;

    /// <summary>The share of what returns without any suspect below which the one that is left keeps the code out.</summary>
    private const double LeftShare = 0.5;

    /// <summary>Whether information and its use rise above the control's: their intervals do not touch, and what there is counts.</summary>
    public static bool Returns(Trial control, Trial trial) =>
        control is { MutualInformation: { } before, ShuffleCode: { } unused } && trial is { MutualInformation: { } after, ShuffleCode: { } used }
        && after.Ci95[0] > Math.Max(before.Ci95[1], Thresholds.CollapsedInformation.Value)
        && used.Ci95[0] > Math.Max(unused.Ci95[1], Thresholds.DecoderUse.Value);

    /// <summary>Whether information left the control's interval, either way.</summary>
    public static bool Changes(Trial control, Trial trial) =>
        control.MutualInformation is { } before && trial.MutualInformation is { } after && (after.Ci95[0] > before.Ci95[1] || after.Ci95[1] < before.Ci95[0]);

    /// <summary>Whether what is left in a trial keeps the code out by itself: without any suspect information returns, and with what is left the model is not healthy and tells less than half of that.</summary>
    /// <param name="none">The trial without any suspect, in which information returned.</param>
    /// <param name="left">A trial in which something was left.</param>
    public static bool KeepsOut(Trial none, Trial left) =>
        none is { Outcome: TrialOutcome.Returned, MutualInformation: { } whole } && left is { MutualInformation: { } rest, Verdict: not null and not Verdict.Healthy }
        && rest.Ci95[1] < LeftShare * whole.Ci95[0];

    /// <summary>Whether a control tells nothing of a collapse, for it has none: trained as briefly as the trials the unchanged plan is healthy though the run is not.</summary>
    public static bool Lives(Trial control, Verdict run) => run != Verdict.Healthy && control.Verdict == Verdict.Healthy;

    /// <summary>Bayes: the odds of a confidence, times a ratio.</summary>
    /// <param name="confidence">Before; kept away from 0 and 1, from which nothing moves.</param>
    /// <param name="ratio">How much more likely what was seen is of the cause.</param>
    public static double Posterior(double confidence, double ratio)
    {
        double prior = Math.Clamp(confidence, 0.01, 0.99), odds = prior / (1 - prior) * ratio;
        return odds / (1 + odds);
    }
}
