using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>A vector for each token: y[n, t] = table[ids[n, t]]. Gradient: dL/dtable[v] = sum over the (n, t) with ids[n, t] = v of dL/dy[n, t], in that
/// order for any number of threads.</summary>
public static class EmbeddingOp
{
    /// <summary>y[n, t] = table[ids[n, t]].</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="ids">Whole numbers below the vocabulary, [examples, time]; nothing flows back to them.</param>
    /// <param name="table">[vocabulary, features].</param>
    /// <returns>[examples, time, features].</returns>
    /// <exception cref="ShapeException">An id is no whole number or outside the table.</exception>
    public static Tensor<T> Embedding<T>(this Tape<T> tape, Tensor<T> ids, Tensor<T> table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var node = tape.Begin<Node<T>>(new Shape(ids.Rows, ids.Columns, table.Columns), table);
        node.Bind(ids);
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private int[] _ids = [];

        private ReadOnlySpan<int> Ids => _ids.AsSpan(0, Output.Rows);

        public void Bind(Tensor<T> ids) => _ids = Sequences.ReadIntegers("embedding", "ids", ids, 0, First.Rows, _ids);

        protected internal override void Forward() => Kernels.GatherRows(First.Columns, First.Data, Ids, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            if (First.RequiresGradient)
                Kernels.ScatterRows(First.Rows, First.Columns, Output.Gradient, Ids, First.Gradient, !tape.BeginGradient(First));
        }

        protected internal override void Pushforward() => Kernels.GatherRows(First.Columns, First.Tangent, Ids, Output.Tangent);
    }
}
