using Uncollapse.Training.Loop;

namespace Uncollapse.Training.Rules;

/// <summary>Each step refines the batch's posteriors and takes the gradient through it (Kim et al. 2018).</summary>
internal sealed class SemiAmortised(SemiAmortisedStep step) : ILoopRule
{
    // Both parts take every step: the position says how many.
    public LoopState? State => null;

    public StepResult Step(in LoopStep moment) => step.Run(moment.Examples, moment.Rng, moment.Weights, moment.LearningRate);

    public void Dispose() => step.Dispose();
}
