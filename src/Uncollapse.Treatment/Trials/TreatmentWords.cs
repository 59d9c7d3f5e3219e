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
        string numbers = FormattableString.Invariant(
            $"mutual information {before.MutualInformation.Estimate:0.00} -> {after.MutualInformation.Estimate:0.00} nats, another example's code costs {Cost(before):0.00} -> {Cost(after):0.00} nats{Likelihood(checks)}");
        if (accepted is not null) return $"{Name(accepted)} cured it: {numbers}. {Tried(tried)}.";
        string failed = string.Join("; ", checks.Where(check => !check.Holds).Select(check => $"{check.Meaning}: expected {check.Expected}"));
        return $"Nothing was accepted. {Tried(tried)}; the best came to {numbers}, and failed on {failed}.";
    }

    private static string Name(TreatmentTrial trial) => trial.Remedies.Count == 0 ? "Another seed, and nothing else," : string.Join(" with ", trial.Remedies);

    private static string Tried(int tried) => tried == 1 ? "One plan was tried" : FormattableString.Invariant($"{tried} plans were tried");

    private static double Cost(Records.Diagnoses.Diagnosis diagnosis) => diagnosis.Interventions?.ShuffleCode?.LossNats ?? double.NaN;

    private static string Likelihood(IReadOnlyList<TreatmentCheck> checks) => checks.FirstOrDefault(check => check.Measure == "nll") is { Before: { } had, After: { } has }
        ? FormattableString.Invariant($", -log p(x) {had:0.00} -> {has:0.00}")
        : "";
}
