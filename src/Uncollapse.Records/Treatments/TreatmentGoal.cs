namespace Uncollapse.Records.Treatments;

/// <summary>What a treatment is to reach beside health.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Value">How much: nats, or units.</param>
public sealed record TreatmentGoal(GoalKind Kind, double Value);
