using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>One call of an operation to be checked, written once for both precisions.</summary>
public abstract class OpCase(string name, params OpInput[] inputs)
{
    public IReadOnlyList<OpInput> Inputs { get; } = inputs;

    public abstract Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    public sealed override string ToString() => name;
}
