using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The first layer of an encoder of counts: y = f([log(1 + x), c] W + b), x mostly 0: only what is not 0 is multiplied, forward and in the weights' gradient.
/// Gradient, with d = dL/dy f': dL/dW = [log(1 + x), c]^T d, dL/db = sum over rows of d; none to x and c, which are data.
/// </summary>
public static class SparseLinearOp
{
    /// <summary>y = f([log(1 + x), c] W + b).</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="counts">x, [rows, inputs], above -1; nothing flows back to it.</param>
    /// <param name="condition">c, what is told of each row, [rows, conditions], taken as it is; null for nothing.</param>
    /// <param name="weight">W, [inputs + conditions, outputs].</param>
    /// <param name="bias">b, [outputs], or null for none.</param>
    /// <param name="activation">f.</param>
    /// <exception cref="ShapeException">The columns of x and c are not the rows of W, or the bias is not as long as W is wide.</exception>
    public static Tensor<T> SparseLinear<T>(
        this Tape<T> tape, Tensor<T> counts, Tensor<T>? condition, Tensor<T> weight, Tensor<T>? bias = null, Activation activation = Activation.Identity)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (counts.Columns + (condition?.Columns ?? 0) != weight.Rows)
            throw new ShapeException("sparse linear", counts.Shape, weight.Shape, $"weights with {counts.Columns + (condition?.Columns ?? 0)} rows");
        if (condition is not null && condition.Rows != counts.Rows)
            throw new ShapeException("sparse linear", counts.Shape, condition.Shape, "equal rows");
        if (bias is not null)
            Require.Columns("sparse linear", weight.Shape, bias.Shape);

        var node = tape.Begin<Node<T>>(new Shape(counts.Rows, weight.Columns), weight, bias);
        node.Activation = activation;
        node.Bind(counts, condition);
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _preactivation = new(new Shape(0));
        private readonly SparseRows<T> _input = new();

        public Activation Activation { get; set; }

        internal override Activation Fused => Activation;

        internal override Tensor<T> FusedState => Activation.UsesPreactivation() ? _preactivation : Output;

        public void Bind(Tensor<T> counts, Tensor<T>? condition) => Kernels.Compress(
            counts.Rows, counts.Columns, counts.Data, condition?.Columns ?? 0, condition is null ? default : condition.Data, _input);

        public override void Dispose()
        {
            _preactivation.Dispose();
            _input.Dispose();
            base.Dispose();
        }

        protected internal override void Forward()
        {
            Kernels.SparseForward(_input, Output.Columns, First.Data, Second is null ? default : Second.Data, Output.Data);
            if (Activation == Activation.Identity)
                return;

            if (Recorded && Activation.UsesPreactivation())
            {
                _preactivation.Resize(Output.Shape);
                Output.Data.CopyTo(_preactivation.Data);
            }

            Kernels.ActivationForward(Activation, Output.Data, Output.Data);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            var gradient = Output.Gradient;
            if (Activation != Activation.Identity && !FusedDone)
                Kernels.ActivationBackward(Activation, FusedState.Data, gradient, gradient);
            if (Second is { RequiresGradient: true })
                Kernels.ColumnSums(Output.Rows, Output.Columns, gradient, Second.Gradient, !tape.BeginGradient(Second));
            if (!First.RequiresGradient)
                return;

            bool taken = tape.FactoredUpdate is { } update && First is { Consumers: 1, Producer: null } && update.TryUpdate(First, _input, gradient);
            if (!taken)
                Kernels.SparseBackwardWeights(_input, Output.Columns, gradient, First.Gradient, !tape.BeginGradient(First));
        }

        protected internal override void Pushforward()
        {
            var tangent = Output.Tangent;
            if (First.HasTangent)
                Kernels.SparseForward(_input, Output.Columns, First.Tangent, default, tangent);
            else
                tangent.Clear();
            if (Second is { HasTangent: true })
                Kernels.ApplyRow(BinaryFunction.Add, Output.Rows, Output.Columns, tangent, Second.Tangent, tangent);
            if (Activation != Activation.Identity)
                Kernels.ActivationBackward(Activation, FusedState.Data, tangent, tangent);
        }
    }
}
