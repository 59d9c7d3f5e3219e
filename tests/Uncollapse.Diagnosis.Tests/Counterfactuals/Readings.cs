using Uncollapse.Diagnosis.Counterfactuals;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Tests.Counterfactuals;

/// <summary>Trials and suspects of made-up numbers.</summary>
internal static class Readings
{
    public static Trial Trial(double information, double use, double half = 0.05, Verdict? verdict = null, TrialOutcome outcome = TrialOutcome.Untold, params string[] without) => new()
    {
        Without = without,
        Changes = [],
        Outcome = outcome,
        MutualInformation = new MutualInformation
        {
            Estimate = information, Lower = information, Upper = information, Ci95 = [information - half, information + half], Ceiling = 7, Saturated = false, Examples = 1000, AggregateSize = 1000, SamplesPerExample = 4,
        },
        ShuffleCode = new Intervention { LossNats = use, Ci95 = [use - half, use + half] },
        Rate = information,
        Elbo = -100,
        Verdict = verdict ?? (information > 1 ? Verdict.Healthy : information > 0.15 ? Verdict.Partial : Verdict.Collapsed),
        Seconds = 1,
    };

    public static Suspect Suspect(string cause, bool keepsOut = true) => new() { Cause = cause, Remove = plan => plan, Says = cause, Prescriptions = [], KeepsOut = keepsOut };
}
