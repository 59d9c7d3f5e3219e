using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>A code added to every step of its sequence: y[n, t] = x[n, t] + c[n]. Gradient: dL/dx = dL/dy, dL/dc[n] = sum_t dL/dy[n, t].</summary>
public static class AddOverTimeOp
{
    /// <summary>y[n, t] = x[n, t] + c[n].</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="sequence">x, [examples, time, features].</param>
    /// <param name="code">c, [examples, features].</param>
    /// <exception cref="ShapeException">The first is no sequence, or examples or features differ.</exception>
    public static Tensor<T> AddOverTime<T>(this Tape<T> tape, Tensor<T> sequence, Tensor<T> code)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Sequences.RequireSequence("add over time", sequence.Shape);
        if (code.Rows != sequence.Shape[0] || code.Columns != sequence.Columns)
            throw new ShapeException("add over time", sequence.Shape, code.Shape, $"a code [{sequence.Shape[0]}, {sequence.Columns}]");

        return tape.Finish(tape.Begin<Node<T>>(sequence.Shape, sequence, code));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() => Add(First.Data, Second!.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using (var sequence = tape.WriteGradient(First))
            {
                if (sequence.IsNeeded)
                    Output.Gradient.CopyTo(sequence.Span);
            }

            using var code = tape.WriteGradient(Second);
            if (code.IsNeeded)
                Columns.SumRepeats<T>(Output.Gradient, code.Span, Second!.Rows, Second.Columns);
        }

        protected internal override void Pushforward()
        {
            var tangent = Output.Tangent;
            if (First.HasTangent)
                First.Tangent.CopyTo(tangent);
            else
                tangent.Clear();
            if (Second!.HasTangent)
                Add(tangent, Second.Tangent, tangent);
        }

        private void Add(ReadOnlySpan<T> sequence, ReadOnlySpan<T> code, Span<T> destination)
        {
            int time = Output.Shape[1];
            int features = Output.Columns;
            for (int example = 0; example < Output.Shape[0]; example++)
            {
                int at = example * time * features;
                Kernels.ApplyRow(
                    BinaryFunction.Add, time, features, sequence.Slice(at, time * features), code.Slice(example * features, features), destination.Slice(at, time * features));
            }
        }
    }
}
