using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>A weighted sum of up to three scalars: y = sum_i w_i x_i, the loss from its parts.
/// Gradient: dL/dx_i = w_i dL/dy.</summary>
public static class WeightedSumOp
{
    /// <summary>y = w_1 x_1 + w_2 x_2 (+ w_3 x_3), all scalars.</summary>
    /// <exception cref="ShapeException">A term is not a single element.</exception>
    public static Tensor<T> WeightedSum<T>(
        this Tape<T> tape,
        Tensor<T> first,
        double firstWeight,
        Tensor<T>? second = null,
        double secondWeight = 0,
        Tensor<T>? third = null,
        double thirdWeight = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Scalar("weighted sum", first.Shape);
        if (second is not null)
            Require.Scalar("weighted sum", second.Shape);
        if (third is not null)
            Require.Scalar("weighted sum", third.Shape);

        var node = tape.Begin<Node<T>>(Shape.Scalar, first, second, third);
        node.Weights = (T.CreateChecked(firstWeight), T.CreateChecked(secondWeight), T.CreateChecked(thirdWeight));
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public (T First, T Second, T Third) Weights { get; set; }

        protected internal override void Forward()
        {
            var sum = Weights.First * First.Data[0];
            if (Second is not null)
                sum += Weights.Second * Second.Data[0];
            if (Third is not null)
                sum += Weights.Third * Third.Data[0];
            Output.Data[0] = sum;
        }

        protected internal override void Backward(Tape<T> tape)
        {
            var gradient = Output.Gradient[0];
            Share(tape, First, Weights.First * gradient);
            Share(tape, Second, Weights.Second * gradient);
            Share(tape, Third, Weights.Third * gradient);
        }

        protected internal override void Pushforward() =>
            Output.Tangent[0] = Term(First, Weights.First) + Term(Second, Weights.Second) + Term(Third, Weights.Third);

        private static void Share(Tape<T> tape, Tensor<T>? input, T share)
        {
            using var sink = tape.WriteGradient(input);
            if (sink.IsNeeded)
                sink.Span[0] = share;
        }

        private static T Term(Tensor<T>? input, T weight) => input is { HasTangent: true } ? weight * input.Tangent[0] : T.Zero;
    }
}
