using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// Causal scaled dot-product attention (Vaswani et al. 2017), a head of d features at a time: p[i, j] = softmax over the j that i may see of q_i . k_j / sqrt(d),
/// y_i = sum_j p[i, j] v_j. With dp[i, j] = dL/dy_i . v_j and s = p (dp - sum_j p dp) / sqrt(d): dL/dq_i = sum_j s[i, j] k_j,
/// dL/dk_j = sum_i s[i, j] q_i, dL/dv_j = sum_i p[i, j] dL/dy_i.
/// </summary>
public static class CausalAttentionOp
{
    /// <summary>What each step finds at its own and at earlier steps.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="query">q, [examples, time, features]; with fewer steps than the keys they are the last ones, as in generation with a cache.</param>
    /// <param name="key">k, [examples, time, features].</param>
    /// <param name="value">v, [examples, time, features].</param>
    /// <param name="heads">How many parts of the features attend by themselves.</param>
    /// <param name="lengths">Real steps of each example's keys, [examples], or null where all are; padded steps give 0. Nothing flows back to it.</param>
    /// <returns>[examples, time of the queries, features].</returns>
    /// <exception cref="ShapeException">Extents do not fit, the heads do not divide the features, or a length is no whole number from 0 to the time.</exception>
    public static Tensor<T> CausalAttention<T>(
        this Tape<T> tape, Tensor<T> query, Tensor<T> key, Tensor<T> value, int heads, Tensor<T>? lengths = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Sequences.RequireSequence("causal attention", query.Shape);
        Sequences.RequireSequence("causal attention", key.Shape);
        Require.Equal("causal attention", key.Shape, value.Shape);
        if (query.Shape[0] != key.Shape[0] || query.Columns != key.Columns || query.Shape[1] > key.Shape[1])
            throw new ShapeException("causal attention", query.Shape, key.Shape, "equal examples and features, and no more queries than keys");
        if (heads < 1 || query.Columns % heads != 0)
            throw new ShapeException("causal attention", $"expected heads that divide {query.Columns} features, found {heads}");
        if (lengths is not null && lengths.Length != query.Shape[0])
            throw new ShapeException("causal attention", $"expected one length an example, {query.Shape[0]} in all, found {lengths.Shape}");

        var node = tape.Begin<Node<T>>(query.Shape, query, key, value);
        node.Bind(heads, lengths);
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _probabilities = new(new Shape(0));
        private int[] _lengths = [];
        private bool _hasLengths;
        private AttentionShape _shape;

        private ReadOnlySpan<int> Lengths => _hasLengths ? _lengths.AsSpan(0, _shape.Examples) : default;

        public void Bind(int heads, Tensor<T>? lengths)
        {
            _shape = new AttentionShape(First.Shape[0], First.Shape[1], Second!.Shape[1], First.Columns, heads);
            _hasLengths = lengths is not null;
            if (lengths is not null)
                _lengths = Sequences.ReadIntegers("causal attention", "lengths", lengths, 0, _shape.Keys + 1, _lengths);
        }

        public override void Dispose()
        {
            _probabilities.Dispose();
            base.Dispose();
        }

        protected internal override void Forward()
        {
            _probabilities.Resize(new Shape(Recorded ? _shape.Examples : 0, _shape.Heads, _shape.Queries, _shape.Keys));
            Kernels.AttentionForward(_shape, First.Data, Second!.Data, Third!.Data, Lengths, Output.Data, _probabilities.Data);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var query = tape.WriteGradient(First);
            using var key = tape.WriteGradient(Second);
            using var value = tape.WriteGradient(Third);
            Kernels.AttentionBackward(
                _shape, First.Data, Second!.Data, Third!.Data, Lengths, _probabilities.Data, Output.Gradient, query.Span, key.Span, value.Span);
        }

        protected internal override void Pushforward() => Kernels.AttentionTangent(
            _shape,
            First.Data,
            Second!.Data,
            Third!.Data,
            Lengths,
            _probabilities.Data,
            First.HasTangent ? First.Tangent : default,
            Second.HasTangent ? Second.Tangent : default,
            Third.HasTangent ? Third.Tangent : default,
            Output.Tangent);
    }
}
