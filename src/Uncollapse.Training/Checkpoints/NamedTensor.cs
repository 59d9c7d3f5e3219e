using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Training.Checkpoints;

/// <summary>A tensor that a checkpoint holds, under the name it has there.</summary>
/// <param name="Name">Unique within a checkpoint.</param>
/// <param name="Tensor">The live tensor.</param>
internal readonly record struct NamedTensor(string Name, Tensor<float> Tensor);
