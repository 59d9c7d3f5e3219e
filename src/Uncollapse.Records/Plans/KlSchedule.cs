namespace Uncollapse.Records.Plans;

/// <summary>What the KL weight is planned to be, as a pure function of the step: a warm-up, cycles, or neither.</summary>
public static class KlSchedule
{
    private const double Steepness = 12;

    /// <summary>
    /// The share of <see cref="ObjectivePlan.Beta"/> at a step t: shape(min(1, t / T)) of a warm-up of T steps (Bowman et al. 2016; S&#248;nderby et al. 2016); shape(min(1, tau / R)) of cycles,
    /// tau the share of the cycle that is done (Fu et al. 2019).
    /// </summary>
    /// <param name="objective">A validated plan.</param>
    /// <param name="step">Optimiser steps done, at least 0.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of one epoch, above 0.</param>
    /// <param name="epochs">Those of the whole training, over which cycles are laid.</param>
    /// <returns>In [0, 1]; 1 without a schedule.</returns>
    public static double Share(ObjectivePlan objective, double step, double stepsPerEpoch, double epochs)
    {
        if (objective.Cycles > 0)
        {
            double period = epochs * stepsPerEpoch / objective.Cycles, ramp = period * objective.Ramp;
            double into = step % period;
            return into >= ramp ? 1 : Rise(objective.WarmupShape, into / ramp);
        }

        double warmup = WarmupSteps(objective, stepsPerEpoch);
        return step >= warmup ? 1 : Rise(objective.WarmupShape, step / warmup);
    }

    /// <summary>The capacity C(t) at a step, growing linearly.</summary>
    /// <param name="objective">A validated plan.</param>
    /// <param name="step">Optimiser steps done, at least 0.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of one epoch, above 0.</param>
    /// <returns>Nats; null where the plan has no capacity.</returns>
    public static double? CapacityAt(ObjectivePlan objective, double step, double stepsPerEpoch)
    {
        double growing = objective.CapacityEpochs * stepsPerEpoch;
        return step >= growing ? objective.Capacity : objective.Capacity * (step / growing);
    }

    /// <summary>The steps of the warm-up; 0 without one.</summary>
    /// <param name="objective">A validated plan.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of one epoch, above 0.</param>
    public static double WarmupSteps(ObjectivePlan objective, double stepsPerEpoch) =>
        objective.WarmupSteps > 0 ? objective.WarmupSteps : objective.WarmupEpochs * stepsPerEpoch;

    /// <summary>The height of a rise of which a share is done.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="done">In [0, 1].</param>
    /// <returns>From 0 to 1.</returns>
    public static double Rise(WarmupShape shape, double done) => shape switch
    {
        WarmupShape.Sigmoid => (Logistic(Steepness * (done - 0.5)) - Logistic(-Steepness / 2)) / (Logistic(Steepness / 2) - Logistic(-Steepness / 2)),
        WarmupShape.Cosine => 0.5 - (0.5 * Math.Cos(Math.PI * done)),
        _ => done,
    };

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
