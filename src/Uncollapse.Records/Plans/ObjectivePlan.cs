namespace Uncollapse.Records.Plans;

/// <summary>The bound and its weights.</summary>
/// <remarks>
/// At most one rule sets the KL weight: a warm-up, cycles, a capacity, a target of the rate or a target of the distortion. The bound that is reported is the true one
/// whatever is minimised.
/// </remarks>
public sealed record ObjectivePlan
{
    /// <summary>Which bound.</summary>
    public BoundKind Bound { get; init; } = BoundKind.Elbo;

    /// <summary>The number K of codes drawn per example, at least 1.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>The weight of the KL term, at least 0; the largest one with a <see cref="TargetRate"/>. With <see cref="BoundKind.Iwae"/> it must be 1.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>The KL weight grows from 0 to <see cref="Beta"/> over this many epochs (fractions allowed); 0: no warm-up.</summary>
    public double WarmupEpochs { get; init; }

    /// <summary>The same in optimiser steps instead; 0: no warm-up.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>How the weight rises in a warm-up or a cycle.</summary>
    public WarmupShape WarmupShape { get; init; }

    /// <summary>
    /// M: the training is divided into so many equal cycles; in each the weight rises from 0 to <see cref="Beta"/> over the first <see cref="Ramp"/> of it and then stays
    /// (Fu et al. 2019). 0: none.
    /// </summary>
    public int Cycles { get; init; }

    /// <summary>R: the share of a cycle over which the weight rises, in (0, 1].</summary>
    public double Ramp { get; init; } = 0.5;

    /// <summary>Whether a training whose warm-up or capacity would not reach its end is refused; else it is warned of.</summary>
    public bool MustFinish { get; init; }

    /// <summary>
    /// The rate, nats, that the objective does not charge for (free bits), of what <see cref="FreeBitsKind"/> says. What is below it feels no pull to the prior. At least 0; 0: none.
    /// </summary>
    public double FreeBits { get; init; }

    /// <summary>The least squared length per squared step of the code, |f(z + e u) - f(z)|^2 / e^2 for the decoder's first head f, that is not charged for; above 0; null:
    /// nothing is.</summary>
    public double? JacobianFloor { get; init; }

    /// <summary>What a shortfall below <see cref="JacobianFloor"/> costs, nats a unit of it, above 0.</summary>
    public double JacobianWeight { get; init; } = 1;

    /// <summary>Which rate has the floor <see cref="FreeBits"/>.</summary>
    public FreeBitsKind FreeBitsKind { get; init; }

    /// <summary>C, nats: the loss holds gamma |KL - C(t)| instead of beta KL, C(t) growing linearly from 0 to this (Burgess et al. 2018); null: it does not.</summary>
    public double? Capacity { get; init; }

    /// <summary>gamma, the weight of the distance from the capacity, above 0.</summary>
    public double CapacityWeight { get; init; } = 1000;

    /// <summary>The epochs over which the capacity grows, at least 0; 0: it is there from the start.</summary>
    public double CapacityEpochs { get; init; }

    /// <summary>The rate, nats, that a PI controller holds by moving the KL weight in [0, <see cref="Beta"/>] (ControlVAE, Shao et al. 2020); null: none.</summary>
    public double? TargetRate { get; init; }

    /// <summary>K_p of the PI controller, at least 0.</summary>
    public double ProportionalGain { get; init; } = 0.01;

    /// <summary>K_i of the PI controller, at least 0.</summary>
    public double IntegralGain { get; init; } = 0.0001;

    /// <summary>kappa, nats: the loss is KL + lambda (distortion - kappa), whose multiplier lambda grows while the distortion is above kappa (GECO, Rezende and Viola 2018); null: it is not.</summary>
    public double? TargetDistortion { get; init; }

    /// <summary>alpha of GECO's moving average of the distortion, in [0, 1).</summary>
    public double MultiplierDecay { get; init; } = 0.99;

    /// <summary>What a nat too much adds to the logarithm of GECO's multiplier in a step, above 0.</summary>
    public double MultiplierRate { get; init; } = 0.001;

    /// <summary>alpha of an InfoVAE (Zhao et al. 2019), at most 1: the KL term is weighted by 1 - alpha.</summary>
    public double MmdAlpha { get; init; }

    /// <summary>lambda of an InfoVAE: MMD^2(q(z), p(z)) is weighted by alpha + lambda - 1, at least 0.</summary>
    public double MmdLambda { get; init; } = 1;

    /// <summary>The weight, at least 0, with which the minibatch's lower bound of I(X;Z) is maximised; 0: it is not.</summary>
    public double InformationWeight { get; init; }

    /// <summary>How the reconstruction is reduced over outputs.</summary>
    public Reduction Reduction { get; init; } = Reduction.Sum;

    /// <summary>Whether a controller moves the weights by what it sees: their end is not known before the training.</summary>
    public bool IsControlled => TargetRate is not null || TargetDistortion is not null;

    /// <summary>The weight of MMD^2(q(z), p(z)).</summary>
    public double MmdWeight => MmdAlpha + MmdLambda - 1;

    /// <summary>Whether every nat of the rate is charged for with the one weight <see cref="Beta"/> in the end, and nothing else pulls at the code: what the theory of the collapsed state is about.</summary>
    public bool ChargesEveryNat => FreeBits <= 0 && Capacity is null && !IsControlled && MmdWeight <= 0 && InformationWeight <= 0;

    /// <summary>What the KL weighs against the reconstruction summed over the outputs: <see cref="Beta"/>, times the outputs where the reconstruction is averaged, times 1 - alpha of an InfoVAE.</summary>
    /// <param name="outputs">Outputs of an example.</param>
    public double EffectiveBeta(int outputs) => (Reduction == Reduction.Mean ? Beta * outputs : Beta) * (1 - MmdAlpha);
}
