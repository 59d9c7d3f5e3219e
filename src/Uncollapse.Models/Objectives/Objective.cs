using System.Numerics;
using Uncollapse.Models.Encoders;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Objectives;

/// <summary>What training minimises.</summary>
public abstract class Objective<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>An objective of some codes an example.</summary>
    /// <param name="samples">K, the codes drawn per example.</param>
    /// <param name="reduction">How the log-likelihood is reduced over the outputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">K is below 1.</exception>
    protected Objective(int samples, Reduction reduction)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        Samples = samples;
        Reduction = reduction;
    }

    /// <summary>K, the codes drawn per example.</summary>
    public int Samples { get; }

    /// <summary>How the log-likelihood is reduced over the outputs: the sum is the likelihood; the mean divides it, but not the
    /// rate, by the number of outputs.</summary>
    public Reduction Reduction { get; }

    /// <summary>Builds the objective that a plan names.</summary>
    /// <param name="plan">A validated plan.</param>
    /// <param name="controller">Who moves its weights; null: as the plan says, from its start.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is unknown.</exception>
    public static Objective<T> Build(ObjectivePlan plan, WeightController? controller = null) =>
        plan.JacobianFloor is { } floor ? new JacobianFloorObjective<T>(OfBound(plan, controller), floor, plan.JacobianWeight) : OfBound(plan, controller);

    private static Objective<T> OfBound(ObjectivePlan plan, WeightController? controller) => plan.Bound switch
    {
        BoundKind.Elbo => new ElboObjective<T>(plan, controller ?? WeightController.Of(plan)),
        BoundKind.Iwae => new ImportanceWeightedObjective<T>(plan.Samples, plan.Reduction),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Bound, "unknown bound"),
    };

    /// <summary>Runs the model on a batch. The numbers are plain; nothing is allocated once the tape is warm.</summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">x, [examples, outputs].</param>
    /// <param name="beta">The weight of the rate (of log p(z) - log q(z|x) in an importance-weighted bound).</param>
    /// <param name="pass">The walk; its tape must have been reset.</param>
    public ObjectiveValue<T> Evaluate(Vae<T> model, Tensor<T> examples, double beta, in Pass<T> pass) =>
        Evaluate(model, examples, new ScheduledWeights(beta), pass);

    /// <summary>Runs the model on a batch. The numbers are plain; nothing is allocated once the tape is warm.</summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">x, [examples, outputs].</param>
    /// <param name="weights">Where the schedules stand.</param>
    /// <param name="pass">The walk; its tape must have been reset. In training a controller of the weights takes note of the batch.</param>
    public abstract ObjectiveValue<T> Evaluate(Vae<T> model, Tensor<T> examples, in ScheduledWeights weights, in Pass<T> pass);

    /// <summary>What the log-likelihood is multiplied by.</summary>
    private protected double LikelihoodWeight(Vae<T> model) => Reduction == Reduction.Mean ? 1.0 / model.OutputCount : 1;

    /// <summary>Draws <see cref="Samples"/> codes of every example.</summary>
    private protected Draw<T> DrawCodes(Tensor<T> examples, in Encoding<T> encoding, in Pass<T> pass)
    {
        var tape = pass.Tape;
        var posterior = encoding.Posterior.Repeat(tape, Samples);
        var noise = pass.Noise ?? tape.Normal(posterior.NoiseShape, pass.Rng.Fork("noise"));
        return new Draw<T>(posterior, posterior.Sample(noise, pass), tape.RepeatRows(examples, Samples), encoding.Context.Repeat(tape, Samples));
    }

    /// <summary>The mean of a tensor's values.</summary>
    internal static double Mean(Tensor<T> values)
    {
        if (values.Length == 0)
            throw new ShapeException("objective", "expected examples, found none");

        return KernelTable<T>.Current.Sum(values.Data) / values.Length;
    }
}
