namespace Uncollapse.Records.Plans;

/// <summary>A schedule that had not come to its end when training stopped.</summary>
/// <param name="Key">The plan's key that is too long: <c>objective.warmup_epochs</c>, <c>objective.warmup_steps</c>, <c>objective.cycles</c>, <c>objective.capacity_epochs</c>, or <c>training.pretraining_epochs</c>
/// where not even that was over.</param>
/// <param name="Growing">The epochs over which the objective moves; of cycles those of one rise.</param>
/// <param name="Trained">The epochs that it had for that: those of a pretraining are not among them, unless it is the pretraining that was not over.</param>
/// <param name="Reached">The KL weight at the last step, or the capacity in nats.</param>
/// <param name="Asked">What was asked for.</param>
public sealed record ScheduleShortfall(string Key, double Growing, double Trained, double Reached, double Asked)
{
    /// <summary>The part that was reached, from 0 to 1.</summary>
    public double Share => Reached / Asked;

    /// <summary>Whether it is the capacity that grows, and not the KL weight.</summary>
    public bool IsCapacity => Key == "objective.capacity_epochs";
}
