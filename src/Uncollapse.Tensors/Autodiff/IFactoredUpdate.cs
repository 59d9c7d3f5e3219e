using System.Numerics;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Autodiff;

/// <summary>
/// Takes a weight's gradient as its factors, dL/dW = x^T d, and updates the weight at once: the gradient need not be written, nor the weight
/// read again. Set it as <see cref="Tape{T}.FactoredUpdate"/> for a backward pass that ends a step.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public interface IFactoredUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Updates a weight that nothing else in the recording reads, or declines.</summary>
    /// <param name="weight">W, [inputs, outputs].</param>
    /// <param name="input">x, [rows, inputs].</param>
    /// <param name="gradient">d, dL/d(x W), [rows, outputs].</param>
    /// <returns>Whether it was taken; a weight that was has no gradient after the pass.</returns>
    bool TryUpdate(Tensor<T> weight, Tensor<T> input, ReadOnlySpan<T> gradient);

    /// <summary>The same for an input that is mostly 0.</summary>
    /// <param name="weight">W, [inputs, outputs].</param>
    /// <param name="input">x, [rows, inputs].</param>
    /// <param name="gradient">d, dL/d(x W), [rows, outputs].</param>
    /// <returns>Whether it was taken; a weight that was has no gradient after the pass.</returns>
    bool TryUpdate(Tensor<T> weight, SparseRows<T> input, ReadOnlySpan<T> gradient);
}
