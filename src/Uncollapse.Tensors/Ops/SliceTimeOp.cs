using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>Some neighbouring steps of a sequence: y = x[:, start..start+count]. Gradient: into those steps, zero elsewhere.</summary>
public static class SliceTimeOp
{
    /// <summary>y = x[:, start..start+count].</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="sequence">x, [examples, time, features].</param>
    /// <param name="start">The first step.</param>
    /// <param name="count">How many.</param>
    /// <returns>[examples, count, features].</returns>
    /// <exception cref="ShapeException">The input is no sequence or the steps are not all there.</exception>
    public static Tensor<T> SliceTime<T>(this Tape<T> tape, Tensor<T> sequence, int start, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Sequences.RequireSequence("slice time", sequence.Shape);
        if (start < 0 || count < 0 || start + count > sequence.Shape[1])
            throw new ShapeException("slice time", $"expected steps within {sequence.Shape}, found {start} to {start + count}");

        var node = tape.Begin<Node<T>>(new Shape(sequence.Shape[0], count, sequence.Columns), sequence);
        node.Start = start;
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public int Start { get; set; }

        private int Skipped => Start * First.Columns;

        private int Width => Output.Shape[1] * Output.Columns;

        private int SourceWidth => First.Shape[1] * First.Columns;

        protected internal override void Forward() => Columns.Copy<T>(First.Data, SourceWidth, Skipped, Output.Data, Width, 0, Width);

        protected internal override void Backward(Tape<T> tape)
        {
            bool first = tape.BeginGradient(First);
            if (first)
                First.Gradient.Clear();
            for (int example = 0; example < Output.Shape[0]; example++)
            {
                var to = First.Gradient.Slice((example * SourceWidth) + Skipped, Width);
                Kernels.Apply(BinaryFunction.Add, to, Output.Gradient.Slice(example * Width, Width), to);
            }
        }

        protected internal override void Pushforward() => Columns.Copy<T>(First.Tangent, SourceWidth, Skipped, Output.Tangent, Width, 0, Width);
    }
}
