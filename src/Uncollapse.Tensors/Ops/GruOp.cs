using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The gated recurrent unit (Cho et al. 2014) in PyTorch's form, with the reset gate after the recurrent product: p = x_t W_x + b, u = h_(t-1) W_h + b_h,
/// r = sigmoid(p_r + u_r), z = sigmoid(p_z + u_z), n = tanh(p_n + r u_n), h_t = (1 - z) n + z h_(t-1).
/// Gradient: backpropagation through time, in one walk.
/// </summary>
/// <remarks>At padding (at or beyond an example's length) the state stands still and the output is 0, as in <see cref="LstmOp"/>.</remarks>
public static class GruOp
{
    /// <summary>h_t of every step.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [examples, time, inputs].</param>
    /// <param name="inputWeight">W_x, [inputs, 3 units], gates in PyTorch's order r, z, n.</param>
    /// <param name="recurrentWeight">W_h, [units, 3 units].</param>
    /// <param name="bias">b, [3 units], or null for none.</param>
    /// <param name="recurrentBias">b_h, [3 units], or null for none.</param>
    /// <param name="initialState">h before the first step, [examples, units], or null for 0.</param>
    /// <param name="lengths">Real steps of each example, [examples], or null where all are; nothing flows back to it.</param>
    /// <param name="reverse">Whether time runs from each example's last real step to its first.</param>
    /// <returns>[examples, time, units].</returns>
    /// <exception cref="ShapeException">Extents do not fit, or a length is no whole number from 0 to the time.</exception>
    public static Tensor<T> Gru<T>(
        this Tape<T> tape,
        Tensor<T> input,
        Tensor<T> inputWeight,
        Tensor<T> recurrentWeight,
        Tensor<T>? bias = null,
        Tensor<T>? recurrentBias = null,
        Tensor<T>? initialState = null,
        Tensor<T>? lengths = null,
        bool reverse = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = RecurrentNode<T>.Extents("gru", 3, reverse, input.Shape, inputWeight.Shape, recurrentWeight.Shape, initialState, null);
        if (recurrentBias is not null)
            Require.Columns("gru", recurrentWeight.Shape, recurrentBias.Shape);
        var projection = tape.Linear(input, inputWeight, bias);
        var node = tape.Begin<Node<T>>(new Shape(shape.Examples, shape.Time, shape.Units), projection, recurrentWeight, initialState, recurrentBias);
        node.Bind("gru", shape, lengths);
        return tape.Finish(node);
    }

    private sealed class Node<T> : RecurrentNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _recurrent = new(new Shape(0));

        private Tensor<T>? Bias => Fourth;

        public override void Dispose()
        {
            _recurrent.Dispose();
            base.Dispose();
        }

        protected internal override void Forward()
        {
            Reserve();
            Kernels.GruForward(
                Shape, First.Data, Second!.Data, Bias is null ? default : Bias.Data, Third is null ? default : Third.Data, Lengths, Output.Data, Gates.Data, Previous.Data);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            Along.Resize(First.Shape);
            _recurrent.Resize(First.Shape);
            using var initial = tape.WriteGradient(Third);
            using var projection = tape.WriteGradient(First);
            Kernels.GruBackward(
                Shape,
                Second!.Data,
                Lengths,
                Gates.Data,
                Previous.Data,
                Output.Gradient,
                projection.IsNeeded ? projection.Span : Along.Data,
                _recurrent.Data,
                initial.Span);
            ShareWeights(tape, _recurrent.Data);
            if (Bias is { RequiresGradient: true })
                Kernels.ColumnSums(First.Rows, First.Columns, _recurrent.Data, Bias.Gradient, !tape.BeginGradient(Bias));
        }

        protected internal override void Pushforward()
        {
            Along.Resize(First.Shape);
            _recurrent.Resize(First.Shape);
            if (First.HasTangent)
                First.Tangent.CopyTo(Along.Data);
            else
                Along.Data.Clear();
            if (Second!.HasTangent)
                AlongWeights(_recurrent.Data, accumulate: false);
            else
                _recurrent.Data.Clear();
            if (Bias is { HasTangent: true })
                Kernels.ApplyRow(BinaryFunction.Add, First.Rows, First.Columns, _recurrent.Data, Bias.Tangent, _recurrent.Data);
            Kernels.GruTangent(
                Shape,
                Along.Data,
                _recurrent.Data,
                Second.Data,
                Third is { HasTangent: true } ? Third.Tangent : default,
                Lengths,
                Gates.Data,
                Previous.Data,
                Output.Tangent);
        }
    }
}
