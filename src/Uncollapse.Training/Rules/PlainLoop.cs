using Uncollapse.Training.Loop;

namespace Uncollapse.Training.Rules;

/// <summary>One step of all parameters at each step of the loop.</summary>
internal sealed class PlainLoop(TrainingStep step) : ILoopRule
{
    public LoopState? State => null;

    public StepResult Step(in LoopStep moment) => step.Run(moment.Examples, moment.Rng, moment.Weights, moment.LearningRate);

    public void Dispose() => step.Dispose();
}
