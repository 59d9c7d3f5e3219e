using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>Several remedies together.</summary>
public static class Prescriptions
{
    /// <summary>The plan with all of them given, in their order, each to the plan that those before it left. Two that set the same key refuse each other.</summary>
    /// <param name="plan">A plan that can be carried out.</param>
    /// <param name="prescriptions">The remedies.</param>
    /// <param name="facts">What the data say of a plan; asked anew for each remedy, as one before may have moved the data's scale or the noise.</param>
    /// <returns>A plan that can be carried out; the same where there are no remedies.</returns>
    /// <exception cref="PlanException">The plan cannot take one of them, or two of them conflict: it says which and on what.</exception>
    public static Plan Apply(Plan plan, IReadOnlyList<Prescription> prescriptions, Func<Plan, PlanFacts> facts)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(prescriptions);
        ArgumentNullException.ThrowIfNull(facts);
        if (prescriptions.GroupBy(one => one.Remedy).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new PlanException([new PlanProblem($"remedy {twice.Key.Name}", null, "a remedy given once", string.Join(" and ", twice), null)]);
        var setBy = new Dictionary<string, (Prescription By, string Value)>(StringComparer.Ordinal);
        foreach (Prescription prescription in prescriptions)
        {
            Plan changed = prescription.Apply(plan, facts(plan));
            foreach (PlanChange change in PlanChange.Between(plan, changed))
            {
                // What one set and the next takes back or sets otherwise: such as a warm-up beside a target, which both set the weight of the KL.
                if (setBy.TryGetValue(change.Key, out (Prescription By, string Value) earlier))
                    throw new PlanException([new PlanProblem($"remedy {prescription}", null, $"remedies that go together: {earlier.By} sets {change.Key} to {earlier.Value}", $"{change.After}", $"give {earlier.By} or {prescription}, not both")]);
                setBy[change.Key] = (prescription, change.After);
            }

            plan = changed;
        }

        return plan;
    }
}
