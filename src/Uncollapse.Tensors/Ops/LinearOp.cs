using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// A linear layer with its nonlinearity: y = f(x W + b), x [rows, inputs], W [inputs, outputs], b [outputs].
/// Gradient, with d = dL/dy f': dL/dx = d W^T, dL/dW = x^T d, dL/db = sum over rows of d.
/// Tangent: f' (dx W + x dW + db).
/// </summary>
public static class LinearOp
{
    /// <summary>y = f(x W + b).</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [rows, inputs]; of rank three or four, such as [examples, time, inputs], y keeps all extents but the last.</param>
    /// <param name="weight">W, [inputs, outputs].</param>
    /// <param name="bias">b, [outputs], or null for none.</param>
    /// <param name="activation">f, in the same pass.</param>
    /// <exception cref="ShapeException">The columns of x are not the rows of W, or the bias is not as long as W is wide.</exception>
    public static Tensor<T> Linear<T>(
        this Tape<T> tape, Tensor<T> input, Tensor<T> weight, Tensor<T>? bias = null, Activation activation = Activation.Identity)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (input.Columns != weight.Rows)
            throw new ShapeException("linear", input.Shape, weight.Shape, $"weights with {input.Columns} rows");
        if (bias is not null)
            Require.Columns("linear", weight.Shape, bias.Shape);

        var node = tape.Begin<Node<T>>(
            input.Shape.Rank < 3 ? new Shape(input.Rows, weight.Columns) : input.Shape.WithColumns(weight.Columns), input, weight, bias);
        node.Activation = activation;
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _preactivation = new(new Shape(0));

        public Activation Activation { get; set; }

        internal override Activation Fused => Activation;

        internal override Tensor<T> FusedState => Activation.UsesPreactivation() ? _preactivation : Output;

        private ReadOnlySpan<T> Bias => Third is null ? default : (ReadOnlySpan<T>)Third.Data;

        public override void Dispose()
        {
            _preactivation.Dispose();
            base.Dispose();
        }

        protected internal override void Forward()
        {
            Span<T> preactivation = default;
            if (Recorded && Activation.UsesPreactivation())
            {
                _preactivation.Resize(Output.Shape);
                preactivation = _preactivation.Data;
            }

            Kernels.LinearForward(First.Rows, First.Columns, Output.Columns, First.Data, Second!.Data, Bias, Activation, Output.Data, preactivation);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            var gradient = Output.Gradient;
            if (Activation != Activation.Identity && !FusedDone)
                Kernels.ActivationBackward(Activation, FusedState.Data, gradient, gradient);
            if (First.RequiresGradient)
                ShareInput(tape, gradient);
            if (Second!.RequiresGradient)
                ShareWeights(tape, gradient);
            else if (Third is { RequiresGradient: true })
                Kernels.ColumnSums(Output.Rows, Output.Columns, gradient, Third.Gradient, !tape.BeginGradient(Third));
        }

        protected internal override void Pushforward()
        {
            var tangent = Output.Tangent;
            int rows = First.Rows;
            bool begun = First.HasTangent;
            if (First.HasTangent)
                Kernels.Multiply(ProductKind.Plain, rows, Output.Columns, First.Columns, First.Tangent, Second!.Data, tangent);
            if (Second!.HasTangent)
            {
                Kernels.Multiply(ProductKind.Plain, rows, Output.Columns, First.Columns, First.Data, Second.Tangent, tangent, begun);
                begun = true;
            }

            if (!begun)
                tangent.Clear();
            if (Third is { HasTangent: true })
                Kernels.ApplyRow(BinaryFunction.Add, rows, Output.Columns, tangent, Third.Tangent, tangent);
            if (Activation != Activation.Identity)
                Kernels.ActivationBackward(Activation, FusedState.Data, tangent, tangent);
        }

        /// <summary>dL/dx, times the derivative of the nonlinearity that made x where nothing else reads x: one pass less.</summary>
        private void ShareInput(Tape<T> tape, ReadOnlySpan<T> gradient)
        {
            bool first = tape.BeginGradient(First);
            if (first && First is { Consumers: 1, Producer: { } producer } && producer.Fused != Activation.Identity)
            {
                Kernels.LinearBackwardInput(
                    First.Rows, First.Columns, Output.Columns, gradient, Second!.Data, First.Gradient, false, producer.Fused, producer.FusedState.Data);
                producer.FusedDone = true;
                return;
            }

            Kernels.LinearBackwardInput(First.Rows, First.Columns, Output.Columns, gradient, Second!.Data, First.Gradient, !first);
        }

        private void ShareWeights(Tape<T> tape, ReadOnlySpan<T> gradient)
        {
            if (tape.FactoredUpdate is { } update && Second is { Consumers: 1, Producer: null } && update.TryUpdate(Second, First, gradient))
            {
                if (Third is { RequiresGradient: true })
                    Kernels.ColumnSums(Output.Rows, Output.Columns, gradient, Third.Gradient, !tape.BeginGradient(Third));
                return;
            }

            bool firstWeight = tape.BeginGradient(Second!);
            bool withBias = Third is { RequiresGradient: true };
            bool firstBias = withBias && tape.BeginGradient(Third!);
            bool together = withBias && firstBias == firstWeight;
            Kernels.LinearBackwardWeights(
                First.Rows, First.Columns, Output.Columns, First.Data, gradient, Second!.Gradient, together ? Third!.Gradient : default, !firstWeight);
            if (withBias && !together)
                Kernels.ColumnSums(Output.Rows, Output.Columns, gradient, Third!.Gradient, !firstBias);
        }
    }
}
