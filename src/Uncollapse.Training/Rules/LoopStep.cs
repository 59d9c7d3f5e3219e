using Uncollapse.Models.Objectives;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Training.Rules;

/// <summary>What the loop asks a rule to do.</summary>
/// <param name="Examples">The batch, [examples, row size].</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Rng">The step's own key.</param>
/// <param name="Weights">Where the objective's schedules stand.</param>
/// <param name="LearningRate">The step size.</param>
internal readonly record struct LoopStep(Tensor<float> Examples, int Epoch, Rng Rng, ScheduledWeights Weights, double LearningRate);
