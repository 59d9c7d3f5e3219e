using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// Group normalisation (Wu and He 2018): y = scale u + shift, u = (x - m) / sqrt(v + epsilon), with the mean and biased variance over all positions and the
/// channels of a group of each example. With d = dL/dy scale: dL/dx = (d - mean(d) - u mean(d u)) / sqrt(v + epsilon), means over the same;
/// dL/dscale = sum of dL/dy u, dL/dshift = sum of dL/dy, over examples and positions.
/// </summary>
public static class GroupNormOp
{
    /// <summary>y = scale u + shift with u normalised a group of channels of an example at a time.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [examples, .., channels].</param>
    /// <param name="groups">Into how many runs the channels are cut: 1 for all together, as many as channels for instance normalisation.</param>
    /// <param name="scale">One a channel.</param>
    /// <param name="shift">One a channel.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeException">A parameter's length is not the number of channels, or the groups do not divide it.</exception>
    public static Tensor<T> GroupNorm<T>(this Tape<T> tape, Tensor<T> input, int groups, Tensor<T> scale, Tensor<T> shift, double epsilon = 1e-5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Columns("group norm", input.Shape, scale.Shape);
        Require.Columns("group norm", input.Shape, shift.Shape);
        if (input.Shape.Rank < 2 || groups < 1 || input.Columns % groups != 0)
            throw new ShapeException("group norm", $"expected [examples, .., channels] with channels a multiple of {groups} groups, found {input.Shape}");

        var node = tape.Begin<Node<T>>(input.Shape, input, scale, shift);
        node.Groups = groups;
        node.Epsilon = epsilon;
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _mean = new(new Shape(0));
        private readonly Tensor<T> _inverse = new(new Shape(0));
        private readonly Tensor<T> _byScale = new(new Shape(0));
        private readonly Tensor<T> _byShift = new(new Shape(0));
        private readonly Tensor<T> _constants = new(new Shape(0));
        private readonly Tensor<T> _work = new(new Shape(0));

        public int Groups { get; set; }

        public double Epsilon { get; set; }

        private int Examples => First.Shape[0];

        private int Channels => First.Columns;

        private int Positions => Examples == 0 || Channels == 0 ? 0 : First.Length / Examples / Channels;

        public override void Dispose()
        {
            foreach (var tensor in new[] { _mean, _inverse, _byScale, _byShift, _constants, _work })
                tensor.Dispose();
            base.Dispose();
        }

        protected internal override void Forward()
        {
            _mean.Resize(new Shape(Examples, Groups));
            _inverse.Resize(new Shape(Examples, Groups));
            Normalise(Second!.Data, Third!.Data, Output.Data);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using (var sink = tape.WriteGradient(First))
                Project(Output.Gradient, Second!.Data, sink.Span);

            if (Second!.RequiresGradient)
                Kernels.ColumnSums(Examples, Channels, _byScale.Data, Second.Gradient, !tape.BeginGradient(Second));
            if (Third!.RequiresGradient)
                Kernels.ColumnSums(Examples, Channels, _byShift.Data, Third.Gradient, !tape.BeginGradient(Third));
        }

        protected internal override void Pushforward()
        {
            var tangent = Output.Tangent;
            tangent.Clear();
            _constants.Resize(new Shape(2, Channels));
            if (First.HasTangent)
            {
                var ones = _constants.Data[..Channels];
                ones.Fill(T.One);
                Project(First.Tangent, ones, tangent);
                Kernels.ApplyRow(BinaryFunction.Multiply, First.Rows, Channels, tangent, Second!.Data, tangent);
            }

            if (!Second!.HasTangent && Third is not { HasTangent: true })
                return;

            _constants.Data.Clear();
            _work.Resize(First.Shape);
            Normalise(
                Second.HasTangent ? Second.Tangent : _constants.Data[..Channels], Third is { HasTangent: true } ? Third.Tangent : _constants.Data[Channels..], _work.Data);
            Kernels.Apply(BinaryFunction.Add, tangent, _work.Data, tangent);
        }

        private void Normalise(ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, Span<T> result) => Kernels.GroupNormForward(
            Examples, Positions, Channels, Groups, First.Data, scale, shift, Epsilon, result, _mean.Data, _inverse.Data);

        /// <summary>The derivative of u along scale times a direction; the matrix is symmetric, so it serves gradient and tangent.</summary>
        private void Project(ReadOnlySpan<T> direction, ReadOnlySpan<T> scale, Span<T> result)
        {
            _byScale.Resize(new Shape(Examples, Channels));
            _byShift.Resize(new Shape(Examples, Channels));
            Kernels.GroupNormBackward(
                Examples, Positions, Channels, Groups, First.Data, direction, scale, _mean.Data, _inverse.Data, result, _byScale.Data, _byShift.Data);
        }
    }
}
