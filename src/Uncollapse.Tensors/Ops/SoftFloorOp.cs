using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>A smooth lower bound: y = floor + softplus(x - floor). Gradient: dL/dx = sigmoid(x - floor) dL/dy.
/// Rybkin et al. 2021 bound log sigma by -6 so.</summary>
public static class SoftFloorOp
{
    /// <summary>y = floor + log(1 + e^(x - floor)), element by element: close to x above the floor, never below it.</summary>
    public static Tensor<T> SoftFloor<T>(this Tape<T> tape, Tensor<T> input, double floor)
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
            {
                var x = input[i] - Floor;
                output[i] = Floor + T.Max(x, T.Zero) + T.LogP1(T.Exp(-T.Abs(x)));
            }
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            TimesSlope(Output.Gradient, sink.Span);
        }

        protected internal override void Pushforward() => TimesSlope(First.Tangent, Output.Tangent);

        private void TimesSlope(ReadOnlySpan<T> direction, Span<T> result)
        {
            var input = First.Data;
            for (int i = 0; i < input.Length; i++)
                result[i] = direction[i] / (T.One + T.Exp(Floor - input[i]));
        }
    }
}
