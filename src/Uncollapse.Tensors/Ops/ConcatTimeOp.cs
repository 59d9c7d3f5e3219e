using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>Two sequences one after the other, as a code before its tokens: y[n] = [a[n]; b[n]]. Gradient: each its own steps.</summary>
public static class ConcatTimeOp
{
    /// <summary>y[n] = [a[n]; b[n]], the steps of the first and then those of the second.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="first">a, [examples, time, features], or [examples, features] for one step.</param>
    /// <param name="second">b, [examples, time, features].</param>
    /// <exception cref="ShapeException">Examples or features differ.</exception>
    public static Tensor<T> ConcatTime<T>(this Tape<T> tape, Tensor<T> first, Tensor<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Sequences.RequireSequence("concat time", second.Shape);
        int examples = second.Shape[0];
        int time = first.Shape.Rank == 3 ? first.Shape[1] : 1;
        if (first.Columns != second.Columns || first.Rows != examples * time)
            throw new ShapeException("concat time", first.Shape, second.Shape, "equal examples and features");

        return tape.Finish(tape.Begin<Node<T>>(new Shape(examples, time + second.Shape[1], second.Columns), first, second));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private int SecondWidth => Second!.Shape[1] * Second.Columns;

        private int Width => Output.Shape[1] * Output.Columns;

        private int FirstWidth => Width - SecondWidth;

        protected internal override void Forward()
        {
            Columns.Copy<T>(First.Data, FirstWidth, 0, Output.Data, Width, 0, FirstWidth);
            Columns.Copy<T>(Second!.Data, SecondWidth, 0, Output.Data, Width, FirstWidth, SecondWidth);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using (var first = tape.WriteGradient(First))
            {
                if (first.IsNeeded)
                    Columns.Copy<T>(Output.Gradient, Width, 0, first.Span, FirstWidth, 0, FirstWidth);
            }

            using var second = tape.WriteGradient(Second);
            if (second.IsNeeded)
                Columns.Copy<T>(Output.Gradient, Width, FirstWidth, second.Span, SecondWidth, 0, SecondWidth);
        }

        protected internal override void Pushforward()
        {
            var tangent = Output.Tangent;
            if (!First.HasTangent || !Second!.HasTangent)
                tangent.Clear();
            if (First.HasTangent)
                Columns.Copy<T>(First.Tangent, FirstWidth, 0, tangent, Width, 0, FirstWidth);
            if (Second!.HasTangent)
                Columns.Copy<T>(Second.Tangent, SecondWidth, 0, tangent, Width, FirstWidth, SecondWidth);
        }
    }
}
