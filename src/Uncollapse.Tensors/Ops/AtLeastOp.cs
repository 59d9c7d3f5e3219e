using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>A hard lower bound: y = max(x, floor). Gradient: dL/dx = dL/dy above the floor, 0 at and below it, as free bits ask (Kingma et al. 2016).</summary>
public static class AtLeastOp
{
    /// <summary>y = max(x, floor), element by element. NaN stays NaN.</summary>
    public static Tensor<T> AtLeast<T>(this Tape<T> tape, Tensor<T> input, double floor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var node = tape.Begin<Node<T>>(input.Shape, input);
        node.Floor = T.CreateChecked(floor);
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T Floor { get; set; }

        protected internal override void Forward()
        {
            var input = First.Data;
            var output = Output.Data;
            for (int i = 0; i < input.Length; i++)
                output[i] = T.Max(input[i], Floor);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            Above(Output.Gradient, sink.Span);
        }

        protected internal override void Pushforward() => Above(First.Tangent, Output.Tangent);

        private void Above(ReadOnlySpan<T> direction, Span<T> result)
        {
            var input = First.Data;
            for (int i = 0; i < input.Length; i++)
                result[i] = input[i] > Floor ? direction[i] : T.Zero;
        }
    }
}
