using Uncollapse.Records.Plans;

namespace Uncollapse.Training.Schedules;

/// <summary>
/// The weight of the KL term as a pure function of the step: weight(t) = beta min(1, t / T), T the warm-up's steps; beta without one
/// (Bowman et al. 2016; S&#248;nderby et al. 2016).
/// </summary>
public sealed class KlWeightSchedule
{
    private readonly double _warmupSteps;

    /// <summary>The schedule of a plan.</summary>
    /// <param name="objective">A validated plan.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of one epoch, at least 1.</param>
    public KlWeightSchedule(ObjectivePlan objective, int stepsPerEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerEpoch, 1);
        Final = objective.Beta;
        _warmupSteps = objective.WarmupEpochs * stepsPerEpoch;
    }

    /// <summary>The weight after the warm-up, beta.</summary>
    public double Final { get; }

    /// <summary>The weight of a step.</summary>
    /// <param name="step">The optimiser step since the training began, from 0.</param>
    /// <returns>From 0 to <see cref="Final"/>.</returns>
    public double At(long step) => step >= _warmupSteps ? Final : Final * (step / _warmupSteps);

    /// <summary>Whether the weight at this step is still below its final value: bounds of such steps are not comparable with later ones.</summary>
    /// <param name="step">The optimiser step since the training began, from 0.</param>
    /// <returns>False without a warm-up, and when beta is 0.</returns>
    public bool IsMoving(long step) => At(step) < Final;
}
