using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>A code beside every step of its sequence: y[n, t] = [x[n, t], c[n]]. Gradient: each its own features; dL/dc[n] summed over time.</summary>
public static class ConcatOverTimeOp
{
    /// <summary>y[n, t] = [x[n, t], c[n]].</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="sequence">x, [examples, time, features].</param>
    /// <param name="code">c, [examples, units].</param>
    /// <returns>[examples, time, features + units].</returns>
    /// <exception cref="ShapeException">The first is no sequence, or the examples differ.</exception>
    public static Tensor<T> ConcatOverTime<T>(this Tape<T> tape, Tensor<T> sequence, Tensor<T> code)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Sequences.RequireSequence("concat over time", sequence.Shape);
        if (code.Rows != sequence.Shape[0])
            throw new ShapeException("concat over time", sequence.Shape, code.Shape, "equal examples");

        return tape.Finish(tape.Begin<Node<T>>(sequence.Shape.WithColumns(sequence.Columns + code.Columns), sequence, code));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward()
        {
            Columns.Copy<T>(First.Data, First.Columns, 0, Output.Data, Output.Columns, 0, First.Columns);
            Repeat(Second!.Data, Output.Data);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using (var sequence = tape.WriteGradient(First))
            {
                if (sequence.IsNeeded)
                    Columns.Copy<T>(Output.Gradient, Output.Columns, 0, sequence.Span, First.Columns, 0, First.Columns);
            }

            using var code = tape.WriteGradient(Second);
            if (!code.IsNeeded)
                return;

            code.Span.Clear();
            int time = Output.Shape[1];
            int units = Second!.Columns;
            for (int row = 0; row < Output.Rows; row++)
            {
                var to = code.Span.Slice(row / time * units, units);
                Kernels.Apply(Tensors.Kernels.BinaryFunction.Add, to, Output.Gradient.Slice((row * Output.Columns) + First.Columns, units), to);
            }
        }

        protected internal override void Pushforward()
        {
            var tangent = Output.Tangent;
            if (!First.HasTangent || !Second!.HasTangent)
                tangent.Clear();
            if (First.HasTangent)
                Columns.Copy<T>(First.Tangent, First.Columns, 0, tangent, Output.Columns, 0, First.Columns);
            if (Second!.HasTangent)
                Repeat(Second.Tangent, tangent);
        }

        private void Repeat(ReadOnlySpan<T> code, Span<T> destination)
        {
            int time = Output.Shape[1];
            int units = Second!.Columns;
            for (int row = 0; row < Output.Rows; row++)
                code.Slice(row / time * units, units).CopyTo(destination[((row * Output.Columns) + First.Columns)..]);
        }
    }
}
