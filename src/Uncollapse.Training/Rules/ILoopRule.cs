using Uncollapse.Training.Loop;

namespace Uncollapse.Training.Rules;

/// <summary>A rule of what the training loop does at a step and between epochs: the plain one, or a remedy that changes the loop. The loop asks it and knows none.</summary>
internal interface ILoopRule : IDisposable
{
    /// <summary>What the rule must remember; null where it has nothing to remember.</summary>
    LoopState? State { get; }

    /// <summary>Takes up what was remembered; null where the checkpoint has nothing, as at the start.</summary>
    void Restore(LoopState? state)
    {
    }

    /// <summary>The step of the KL weight's schedule that belongs to a step of the loop; below 0 before the schedule begins, where the weight is 0.</summary>
    long KlStep(long step) => step;

    /// <summary>Called before an epoch's first step, again where a training goes on there: it must end alike.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <returns>What it did, for people; null for nothing.</returns>
    string? BeginEpoch(int epoch) => null;

    /// <summary>Takes the loop's step, and what steps of its own belong to it.</summary>
    /// <returns>What the loop's step saw.</returns>
    StepResult Step(in LoopStep step);

    /// <summary>Called after an epoch's validation.</summary>
    /// <param name="values">The epoch's measurements, to which the rule may add.</param>
    /// <returns>What it decided, for people; null for nothing.</returns>
    string? EndEpoch(IDictionary<string, double?> values) => null;
}
