using System.Globalization;
using Uncollapse.Records.Treatments;

namespace Uncollapse.Treatment.Trials;

/// <summary>What came of a treatment, in plain words with numbers.</summary>
internal static class TreatmentWords
{
    internal static string Statement(TreatmentRecord record, TreatmentTrial? accepted)
    {
        string tried = Tried(record);
        if (record.After is not { } after)
        {
            return record.BudgetSeconds is { } budget && record.Trials.All(trial => trial.Readings.Count == 0)
                ? FormattableString.Invariant($"The budget of {budget:0.##} s ended before a trial had an epoch: the diagnosis before takes its time too. Nothing was tried; give more.")
                : $"{tried}, and none could be trained to its end: nothing was accepted.";
        }

        Records.Diagnoses.Diagnosis before = record.Before;
        string numbers = $"mutual information {Number(before.MutualInformation.Estimate)} -> {Number(after.MutualInformation.Estimate)} nats, another example's code costs {Number(Cost(before))} -> {Number(Cost(after))} nats{Likelihood(record.Checks)}";
        if (accepted is { Role: TrialRole.Control, Remedies.Count: > 0 }) return $"A control, {string.Join(" + ", accepted.Remedies)}, did what nothing that is indicated did: {numbers}. {tried}.";
        if (accepted is not null) return $"{Name(accepted)} cured it: {numbers}. {tried}.";
        string failed = string.Join("; ", record.Checks.Where(check => !check.Holds).Select(check => $"{check.Meaning}: expected {check.Expected}"));
        return $"Nothing was accepted. {tried}; the best came to {numbers}, and failed on {failed}.";
    }

    private static string Name(TreatmentTrial trial) => trial.Remedies.Count == 0 ? "Another seed, and nothing else," : string.Join(" + ", trial.Remedies);

    private static string Tried(TreatmentRecord record)
    {
        int tried = record.Trials.Count(trial => trial.Readings.Count > 0);
        string plans = tried == 1 ? "One plan was tried" : FormattableString.Invariant($"{tried} plans were tried");
        return record.CameToLight.Count == 0 ? plans : $"{plans}, in two courses: in the first {string.Join(" and ", record.CameToLight.Select(finding => finding.Cause))} came to light";
    }

    private static double? Cost(Records.Diagnoses.Diagnosis diagnosis) => diagnosis.Interventions?.ShuffleCode?.LossNats;

    /// <summary>Two decimals, and no sign before a zero.</summary>
    private static string Number(double? value) => value is { } known && double.IsFinite(known) ? (Math.Round(known, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture) : "unknown";

    private static string Likelihood(IReadOnlyList<TreatmentCheck> checks) => checks.FirstOrDefault(check => check.Measure == "nll") is { Before: { } had, After: { } has }
        ? $", -log p(x) {Number(had)} -> {Number(has)}"
        : "";
}
