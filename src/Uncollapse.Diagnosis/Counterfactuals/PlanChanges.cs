using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>What differs between a run's plan and a trial's, key by key.</summary>
internal static class PlanChanges
{
    public static IReadOnlyList<KeyChange> Between(Plan before, Plan after) =>
    [
        .. from key in PlanSchema.Keys
           where key.Applies(before) || key.Applies(after)
           let was = key.Applies(before) ? key.Format(before) : "none"
           let now = key.Applies(after) ? key.Format(after) : "none"
           where was != now
           select new KeyChange(key.Path, was, now),
    ];
}
