using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;

namespace Uncollapse.Training.Schedules;

/// <summary>
/// The weight of the KL term and the capacity as pure functions of the step, so that a resumed training needs no schedule state; see <see cref="KlSchedule"/> for the rules. Weights that a controller
/// moves are not planned: they are always moving.
/// </summary>
public sealed class ObjectiveSchedule
{
    private readonly ObjectivePlan _objective;
    private readonly int _stepsPerEpoch;
    private readonly int _epochs;

    /// <summary>The schedule of a plan.</summary>
    /// <param name="objective">A validated plan.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of one epoch, at least 1.</param>
    /// <param name="epochs">Epochs of the whole training, at least 1.</param>
    public ObjectiveSchedule(ObjectivePlan objective, int stepsPerEpoch, int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerEpoch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        _objective = objective;
        _stepsPerEpoch = stepsPerEpoch;
        _epochs = epochs;
    }

    /// <summary>The weights of a step.</summary>
    /// <param name="step">The optimiser step since the training began, from 0.</param>
    /// <returns>The weight from 0 to beta, and the capacity where there is one.</returns>
    public ScheduledWeights At(long step) => new(
        _objective.Beta * KlSchedule.Share(_objective, step, _stepsPerEpoch, _epochs), KlSchedule.CapacityAt(_objective, step, _stepsPerEpoch));

    /// <summary>Whether the objective at this step is not yet, or will not stay, the one that was asked for: bounds of such steps are not comparable with later ones.</summary>
    /// <param name="step">The optimiser step since the training began, from 0.</param>
    /// <returns>False without a schedule, and when beta is 0.</returns>
    public bool IsMoving(long step)
    {
        ScheduledWeights now = At(step);
        return _objective.IsControlled || now.Beta < _objective.Beta || now.Capacity < _objective.Capacity;
    }
}
