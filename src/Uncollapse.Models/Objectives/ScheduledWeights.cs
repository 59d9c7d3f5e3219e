namespace Uncollapse.Models.Objectives;

/// <summary>Where the schedules of an objective stand at a step.</summary>
/// <param name="Beta">The weight of the rate.</param>
/// <param name="Capacity">C(t), the nats that the rate is held at instead; null where the objective has no capacity.</param>
public readonly record struct ScheduledWeights(double Beta, double? Capacity = null);
