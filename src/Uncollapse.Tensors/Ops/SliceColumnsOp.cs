using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>Some neighbouring columns: y = x[:, start..start+count]. Gradient: into those columns, zero elsewhere.</summary>
public static class SliceColumnsOp
{
    /// <summary>y = x[:, start..start+count].</summary>
    /// <exception cref="ShapeException">The columns are not all there.</exception>
    public static Tensor<T> SliceColumns<T>(this Tape<T> tape, Tensor<T> input, int start, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (start < 0 || count < 0 || start + count > input.Columns)
            throw new ShapeException("slice columns", $"expected columns within {input.Shape}, found {start} to {start + count}");

        var node = tape.Begin<Node<T>>(input.Shape.WithColumns(count), input);
        node.Start = start;
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public int Start { get; set; }

        protected internal override void Forward() =>
            Columns.Copy<T>(First.Data, First.Columns, Start, Output.Data, Output.Columns, 0, Output.Columns);

        protected internal override void Backward(Tape<T> tape)
        {
            if (tape.BeginGradient(First))
                First.Gradient.Clear();
            Columns.Add<T>(Output.Gradient, Output.Columns, 0, First.Gradient, First.Columns, Start, Output.Columns);
        }

        protected internal override void Pushforward() =>
            Columns.Copy<T>(First.Tangent, First.Columns, Start, Output.Tangent, Output.Columns, 0, Output.Columns);
    }
}
