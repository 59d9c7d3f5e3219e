using System.Globalization;
using Uncollapse.Records.Treatments;

namespace Uncollapse.Treatment.Trials;

/// <summary>What came of a treatment, in plain words with numbers.</summary>
internal static class TreatmentWords
{
    internal static string Statement(
        Records.Diagnoses.Diagnosis before, TreatmentTrial? accepted, Records.Diagnoses.Diagnosis? after, IReadOnlyList<TreatmentCheck> checks, IReadOnlyList<TreatmentTrial> trials)
    {
        int tried = trials.Count(trial => trial.Readings.Count > 0);
        if (after is null) return $"{Tried(tried)}, and none could be trained to its end: nothing was accepted.";
        string numbers = $"mutual information {Number(before.MutualInformation.Estimate)} -> {Number(after.MutualInformation.Estimate)} nats, another example's code costs {Number(Cost(before))} -> {Number(Cost(after))} nats{Likelihood(checks)}";
        if (accepted is { Role: TrialRole.Control, Remedies.Count: > 0 }) return $"A control, {string.Join(" with ", accepted.Remedies)}, did what nothing that is indicated did: {numbers}. {Tried(tried)}.";
        if (accepted is not null) return $"{Name(accepted)} cured it: {numbers}. {Tried(tried)}.";
        string failed = string.Join("; ", checks.Where(check => !check.Holds).Select(check => $"{check.Meaning}: expected {check.Expected}"));
        return $"Nothing was accepted. {Tried(tried)}; the best came to {numbers}, and failed on {failed}.";
    }

    private static string Name(TreatmentTrial trial) => trial.Remedies.Count == 0 ? "Another seed, and nothing else," : string.Join(" with ", trial.Remedies);

    private static string Tried(int tried) => tried == 1 ? "One plan was tried" : FormattableString.Invariant($"{tried} plans were tried");

    private static double? Cost(Records.Diagnoses.Diagnosis diagnosis) => diagnosis.Interventions?.ShuffleCode?.LossNats;

    /// <summary>Two decimals, and no sign before a zero.</summary>
    private static string Number(double? value) => value is { } known && double.IsFinite(known) ? (Math.Round(known, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture) : "unknown";

    private static string Likelihood(IReadOnlyList<TreatmentCheck> checks) => checks.FirstOrDefault(check => check.Measure == "nll") is { Before: { } had, After: { } has }
        ? $", -log p(x) {Number(had)} -> {Number(has)}"
        : "";
}
