using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>Several remedies together.</summary>
public static class Prescriptions
{
    /// <summary>The plan with all of them given, in their order. Two that would set the same key to different values refuse each other.</summary>
    /// <param name="plan">A plan that can be carried out.</param>
    /// <param name="prescriptions">The remedies.</param>
    /// <param name="facts">What its data say.</param>
    /// <returns>A plan that can be carried out; the same where there are no remedies.</returns>
    /// <exception cref="PlanException">The plan cannot take one of them, or two of them conflict: it says which and on what.</exception>
    public static Plan Apply(Plan plan, IReadOnlyList<Prescription> prescriptions, PlanFacts facts)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(prescriptions);
        var setBy = new Dictionary<string, (Prescription By, string Value)>(StringComparer.Ordinal);
        foreach (Prescription prescription in prescriptions)
        {
            foreach (PlanChange change in PlanChange.Between(plan, prescription.Apply(plan, facts)))
            {
                if (setBy.TryGetValue(change.Key, out (Prescription By, string Value) earlier) && earlier.Value != change.After)
                    throw new PlanException([new PlanProblem($"remedy {prescription}", null, $"remedies that go together: {earlier.By} sets {change.Key} to {earlier.Value}", $"{change.After}", $"give {earlier.By} or {prescription}, not both")]);
                setBy[change.Key] = (prescription, change.After);
            }
        }

        Plan all = prescriptions.Aggregate(plan, (changed, prescription) => prescription.Apply(changed, facts));
        var kept = PlanChange.Between(plan, all).Select(change => change.Key).ToHashSet(StringComparer.Ordinal);
        // What one of them set and the next one took back: such as a warm-up beside a target, which both set the weight of the KL.
        foreach ((string key, (Prescription by, string value)) in setBy.Where(pair => !kept.Contains(pair.Key)))
            throw new PlanException([new PlanProblem($"remedy {by}", null, $"remedies that go together: it sets {key} to {value}", $"{string.Join(", ", prescriptions.Where(one => one != by))}, which takes that back", "give one of them")]);
        return all;
    }
}
