namespace Uncollapse.Tensors.Kernels;

/// <summary>What the kernels of attention read and write; what a pass has no use for is null.</summary>
internal unsafe struct AttentionArguments<T>
    where T : unmanaged
{
    internal AttentionShape Shape;

    /// <summary>[examples, steps, features].</summary>
    internal T* Query, Key, Value;

    /// <summary>Real steps of each example's keys, or null where all are.</summary>
    internal int* Lengths;

    /// <summary>[examples, queries, features]: the result, its tangent, or its gradient.</summary>
    internal T* Result;

    /// <summary>[examples, heads, queries, keys].</summary>
    internal T* Probabilities;

    /// <summary>[examples, steps, features]: gradients that go out, or tangents that come in.</summary>
    internal T* QueryChange, KeyChange, ValueChange;

    /// <summary>The queries of an example that are no padding.</summary>
    internal readonly int QueriesOf(int example) =>
        Lengths is null ? Shape.Queries : Math.Clamp(Lengths[example] - (Shape.Keys - Shape.Queries), 0, Shape.Queries);
}
