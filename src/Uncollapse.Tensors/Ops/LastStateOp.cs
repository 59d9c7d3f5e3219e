using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>The state after each example's last real step: y[n] = x[n, length[n] - 1]. Gradient: into that step, zero elsewhere.</summary>
/// <remarks>Of a recurrence that runs backward the last state is at step 0: take it without lengths by <see cref="LastState"/>'s <c>reverse</c>.</remarks>
public static class LastStateOp
{
    /// <summary>y[n] = x[n, length[n] - 1].</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="sequence">x, [examples, time, features], time at least one.</param>
    /// <param name="lengths">Real steps of each example, [examples], or null where all are; an example without any gives its step 0, which a recurrence left at 0.</param>
    /// <param name="reverse">Whether the recurrence ran backward: y[n] = x[n, 0].</param>
    /// <returns>[examples, features].</returns>
    /// <exception cref="ShapeException">The input is no sequence of at least one step, or a length no whole number from 0 to the time.</exception>
    public static Tensor<T> LastState<T>(this Tape<T> tape, Tensor<T> sequence, Tensor<T>? lengths = null, bool reverse = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Sequences.RequireSequence("last state", sequence.Shape);
        if (sequence.Shape[1] < 1)
            throw new ShapeException("last state", $"expected at least one step, found {sequence.Shape}");
        if (lengths is not null && lengths.Length != sequence.Shape[0])
            throw new ShapeException("last state", $"expected one length an example, {sequence.Shape[0]} in all, found {lengths.Shape}");

        var node = tape.Begin<Node<T>>(new Shape(sequence.Shape[0], sequence.Columns), sequence);
        node.Bind(lengths, reverse);
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private int[] _rows = [];

        private ReadOnlySpan<int> Rows => _rows.AsSpan(0, Output.Rows);

        public void Bind(Tensor<T>? lengths, bool reverse)
        {
            int examples = First.Shape[0];
            int time = First.Shape[1];
            if (lengths is not null)
                _rows = Sequences.ReadIntegers("last state", "lengths", lengths, 0, time + 1, _rows);
            else if (_rows.Length < examples)
                _rows = new int[examples];
            for (int example = 0; example < examples; example++)
            {
                int last = lengths is null ? time - 1 : Math.Max(_rows[example] - 1, 0);
                _rows[example] = (example * time) + (reverse ? 0 : last);
            }
        }

        protected internal override void Forward() => Kernels.GatherRows(First.Columns, First.Data, Rows, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            if (tape.BeginGradient(First))
                First.Gradient.Clear();
            int features = First.Columns;
            for (int example = 0; example < Output.Rows; example++)
            {
                var to = First.Gradient.Slice(_rows[example] * features, features);
                Kernels.Apply(BinaryFunction.Add, to, Output.Gradient.Slice(example * features, features), to);
            }
        }

        protected internal override void Pushforward() => Kernels.GatherRows(First.Columns, First.Tangent, Rows, Output.Tangent);
    }
}
