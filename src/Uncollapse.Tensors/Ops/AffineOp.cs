using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>Scale and offset by constants: y = scale x + offset. Gradient: dL/dx = scale dL/dy.</summary>
public static class AffineOp
{
    /// <summary>y = scale x + offset, element by element.</summary>
    public static Tensor<T> Affine<T>(this Tape<T> tape, Tensor<T> input, double scale, double offset = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var node = tape.Begin<Node<T>>(input.Shape, input);
        node.Scale = T.CreateChecked(scale);
        node.Offset = T.CreateChecked(offset);
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T Scale { get; set; }

        public T Offset { get; set; }

        protected internal override void Forward()
        {
            Kernels.Affine(Scale, First.Data, Offset, Output.Data);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            Kernels.Affine(Scale, Output.Gradient, T.Zero, sink.Span);
        }

        protected internal override void Pushforward() =>
            Kernels.Affine(Scale, First.Tangent, T.Zero, Output.Tangent);
    }
}
