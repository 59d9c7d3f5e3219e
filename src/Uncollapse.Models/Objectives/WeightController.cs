using Uncollapse.Records.Plans;

namespace Uncollapse.Models.Objectives;

/// <summary>Moves the weights of a loss by the rate and the distortion of each training batch. Its state is a few numbers, which a checkpoint holds.</summary>
public abstract class WeightController
{
    /// <summary>The weight of the rate in the loss.</summary>
    public abstract double RateWeight { get; }

    /// <summary>The weight of the distortion in the loss, as it stands before a batch is seen.</summary>
    public abstract double DistortionWeight { get; }

    /// <summary>What the KL weighs against a nat of distortion.</summary>
    public double KlWeight => RateWeight / DistortionWeight;

    /// <summary>All that the next weights depend on; as many numbers at any time.</summary>
    public abstract IReadOnlyList<double> State { get; }

    /// <summary>The controller that a plan asks for, at its start; null where no weight is controlled.</summary>
    public static WeightController? Of(ObjectivePlan plan) =>
        plan.TargetRate is not null ? new RateController(plan)
        : plan.TargetDistortion is not null ? new DistortionController(plan)
        : null;

    /// <summary>Takes note of a batch; what is not finite is passed over.</summary>
    /// <param name="rate">The mean rate of its examples, nats.</param>
    /// <param name="distortion">Their mean distortion, nats.</param>
    public void Observe(double rate, double distortion)
    {
        if (double.IsFinite(rate) && double.IsFinite(distortion))
            Move(rate, distortion);
    }

    /// <summary>Takes up an earlier state.</summary>
    /// <param name="state">What <see cref="State"/> was.</param>
    /// <exception cref="ArgumentException">It is no state of this controller.</exception>
    public void Restore(IReadOnlyList<double> state)
    {
        if (state.Count != State.Count || state.Any(value => !double.IsFinite(value)))
            throw new ArgumentException($"a controller's state is {State.Count} finite numbers, not {string.Join(", ", state)}", nameof(state));

        Take(state);
    }

    /// <summary>Moves the weights.</summary>
    private protected abstract void Move(double rate, double distortion);

    /// <summary>Takes up a state of the right length.</summary>
    private protected abstract void Take(IReadOnlyList<double> state);
}
