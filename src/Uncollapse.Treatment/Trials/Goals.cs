using Uncollapse.Records.Treatments;

namespace Uncollapse.Treatment.Trials;

/// <summary>What it means to meet a goal.</summary>
internal static class Goals
{
    /// <summary>The part by which a rate may miss.</summary>
    private const double Near = 0.1;

    internal static double Miss(TreatmentGoal goal, double rate, int? activeUnits, double information) => goal.Kind switch
    {
        GoalKind.Rate => Past(Math.Abs(rate - goal.Value) / goal.Value, Near),
        GoalKind.Active => Math.Max(0, 1 - ((activeUnits ?? 0) / goal.Value)),
        _ => Math.Max(0, 1 - (information / goal.Value)),
    };

    internal static string Words(TreatmentGoal goal) => FormattableString.Invariant(goal.Kind switch
    {
        GoalKind.Rate => $"a rate within a tenth of {goal.Value:G4} nats",
        GoalKind.Active => $"at least {goal.Value:0} active units",
        _ => (FormattableString)$"at least {goal.Value:G4} nats of mutual information",
    });

    private static double Past(double miss, double allowed) => miss <= allowed ? 0 : miss;
}
