using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Treatment.Trials;

/// <summary>Something to try: remedies, and the plan that they make.</summary>
/// <param name="Prescriptions">The remedies; none for the plan as it was.</param>
/// <param name="Plan">The plan with them.</param>
/// <param name="Role">Why it is tried.</param>
/// <param name="Reason">The cause it is to cure, or what it is to compare with.</param>
public sealed record Candidate(IReadOnlyList<Prescription> Prescriptions, Plan Plan, TrialRole Role, string Reason)
{
    /// <summary>About how many times as long its training takes as the plan's as it was: the product of what its remedies cost.</summary>
    public double Cost { get; init; } = 1;
}
