using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Training.Optimizers;

/// <summary>Steps of weights inside the backward pass.</summary>
/// <typeparam name="T">The element type of the parameters.</typeparam>
public abstract class FactoredStep<T> : IFactoredUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected FactoredStep()
    {
    }

    /// <summary>Whether all gradients so far were finite. Where one was not, some of the weights have moved and others have not.</summary>
    public bool IsFinite { get; private protected set; } = true;

    /// <inheritdoc/>
    public abstract bool TryUpdate(Tensor<T> weight, Tensor<T> input, ReadOnlySpan<T> gradient);

    /// <inheritdoc/>
    public abstract bool TryUpdate(Tensor<T> weight, SparseRows<T> input, ReadOnlySpan<T> gradient);
}
