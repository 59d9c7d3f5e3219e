using Uncollapse.Records.Plans;
using Uncollapse.Reporting.Tables;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Cli.Runs;

/// <summary>A plan with the remedies of a command line.</summary>
internal static class Treated
{
    /// <exception cref="PlanException">There is no such remedy, or the plan cannot take it.</exception>
    internal static Plan Plan(Plan plan, IReadOnlyList<string> remedies, CliContext context)
    {
        if (remedies.Count == 0) return plan;
        Prescription[] prescriptions = [.. remedies.Select(Prescription.Parse)];
        using var facts = new KnownFacts();
        Plan treated = Prescriptions.Apply(plan, prescriptions, facts.Of);
        foreach (PlanChange change in PlanChange.Between(plan, treated))
            context.Terminal.Note($"{string.Join(" + ", prescriptions.Select(one => one.Remedy.Name))}: {change.Key} {change.Before} -> {change.After}", Tone.Normal);
        return treated;
    }
}
