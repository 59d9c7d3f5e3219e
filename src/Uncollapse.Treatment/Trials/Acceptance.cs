using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Treatments;

namespace Uncollapse.Treatment.Trials;

/// <summary>Whether a treated model may take the place of the one before: a pure function of both diagnoses and of their likelihoods' difference.</summary>
public static class Acceptance
{
    /// <summary>Standard errors of the likelihoods' difference that count as none.</summary>
    public const double Errors = 2;

    /// <summary>The part of -log p(x) that no error excuses.</summary>
    public const double Share = 0.01;

    /// <summary>Everything that must hold.</summary>
    /// <param name="before">The diagnosis before.</param>
    /// <param name="after">The diagnosis after, of the same examples.</param>
    /// <param name="loss">What the negative log-likelihood rose by, example by example: mean and standard error, nats; null where the two cannot be compared.</param>
    /// <param name="incomparable">Why they cannot; null where they can.</param>
    /// <param name="goal">What was asked for; null: nothing.</param>
    /// <param name="maxLoss">Nats that may be lost; null: none beyond <see cref="Errors"/> standard errors, and no more than <see cref="Share"/> of the whole.</param>
    public static IReadOnlyList<TreatmentCheck> Checks(
        Records.Diagnoses.Diagnosis before, Records.Diagnoses.Diagnosis after, Difference? loss, string? incomparable, TreatmentGoal? goal = null, double? maxLoss = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var checks = new List<TreatmentCheck> { Health(before, after) };
        // A model that was healthy but for what it cost, such as one whose weight never reached its end, may tell less afterwards: it must pay.
        bool mustRise = before.Verdict != Verdict.Healthy;
        checks.AddRange(mustRise ? Rises(before, after) : [Pays(before, after)]);
        checks.Add(Likelihood(before, after, loss, incomparable, maxLoss));
        string[] left = [.. Ailments(after)];
        checks.Add(new TreatmentCheck("findings", "findings", Ailments(before).Count(), left.Length, left.Length == 0 ? "none, neither old nor new" : $"none, neither old nor new; there: {string.Join(", ", left)}", left.Length == 0));
        if (goal is not null) checks.Add(Reaches(before, after, goal));
        return checks;
    }

    /// <summary>Whether there is something to treat: a verdict that is not healthy, or a finding that is more than a remark.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    public static bool IsIll(Records.Diagnoses.Diagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        return diagnosis.Verdict != Verdict.Healthy || Ailments(diagnosis).Any();
    }

    private static IEnumerable<string> Ailments(Records.Diagnoses.Diagnosis diagnosis) =>
        diagnosis.Findings.Where(finding => finding.Severity != Severity.Info).Select(finding => finding.Cause).Distinct(StringComparer.Ordinal);

    private static TreatmentCheck Health(Records.Diagnoses.Diagnosis before, Records.Diagnoses.Diagnosis after) =>
        new("verdict", "verdict", (int)before.Verdict, (int)after.Verdict, "healthy", after.Verdict == Verdict.Healthy);

    private static IEnumerable<TreatmentCheck> Rises(Records.Diagnoses.Diagnosis before, Records.Diagnoses.Diagnosis after)
    {
        MutualInformation had = before.MutualInformation, has = after.MutualInformation;
        yield return new TreatmentCheck("mutual_information", "mutual information, nats", had.Estimate, has.Estimate, "higher, intervals apart", has.Ci95[0] > had.Ci95[1]);
        Intervention? used = before.Interventions?.ShuffleCode, uses = after.Interventions?.ShuffleCode;
        yield return new TreatmentCheck(
            "interventions.shuffle_code", "what another example's code costs, nats", used?.LossNats, uses?.LossNats, "higher, intervals apart", used is not null && uses is not null && uses.Ci95[0] > used.Ci95[1]);
    }

    private static TreatmentCheck Pays(Records.Diagnoses.Diagnosis before, Records.Diagnoses.Diagnosis after) =>
        new("elbo", "held-out ELBO at beta = 1, nats", before.Elbo, after.Elbo, $"higher by more than {Errors:0} standard errors", after.Elbo - before.Elbo > Errors * Error(before, after));

    /// <summary>The standard error of two means over examples, as if the examples were others: an upper bound where they are the same and alike.</summary>
    private static double Error(Records.Diagnoses.Diagnosis before, Records.Diagnoses.Diagnosis after) =>
        Math.Sqrt(Math.Pow(before.Reconstruction?.StandardError ?? 0, 2) + Math.Pow(after.Reconstruction?.StandardError ?? 0, 2));

    private static TreatmentCheck Likelihood(Records.Diagnoses.Diagnosis before, Records.Diagnoses.Diagnosis after, Difference? loss, string? incomparable, double? maxLoss)
    {
        const string Meaning = "-log p(x), nats";
        if (loss is null) return new TreatmentCheck("nll", Meaning, before.Nll?.Estimate, after.Nll?.Estimate, $"not compared: {incomparable}", true) { IsCompared = false };
        // Few examples leave a large error: beyond a hundredth of the whole no error excuses.
        double allowed = maxLoss ?? Math.Min(Errors * loss.StandardError, Share * Math.Abs(loss.Before));
        string expected = FormattableString.Invariant($"at most {allowed:0.##} more; it is {loss.Mean:+0.##;-0.##;0} +- {loss.StandardError:0.##} on {(loss.IsPaired ? "the same " : "")}{loss.Examples} examples");
        return new TreatmentCheck("nll", Meaning, loss.Before, loss.Before + loss.Mean, expected, loss.Mean <= allowed);
    }

    private static TreatmentCheck Reaches(Records.Diagnoses.Diagnosis before, Records.Diagnoses.Diagnosis after, TreatmentGoal goal)
    {
        (string measure, string meaning) = goal.Kind switch
        {
            GoalKind.Rate => ("rate", "rate, nats"),
            GoalKind.Active => ("active_units", "active units"),
            _ => ("mutual_information", "mutual information, nats"),
        };
        (double? had, double? has) = goal.Kind switch
        {
            GoalKind.Rate => (before.Rate, after.Rate),
            GoalKind.Active => ((double?)before.ActiveUnits, (double?)after.ActiveUnits),
            _ => (before.MutualInformation.Estimate, after.MutualInformation.Estimate),
        };
        return new TreatmentCheck(measure, $"{meaning}, as asked for", had, has, Goals.Words(goal), Goals.Miss(goal, after.Rate, after.ActiveUnits, after.MutualInformation.Estimate) <= 0);
    }
}
