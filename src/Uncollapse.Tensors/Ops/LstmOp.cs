using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The long short-term memory (Hochreiter and Schmidhuber 1997, with a forget gate: Gers et al. 2000): with
/// (i, f, g, o) = x_t W_x + b + h_(t-1) W_h,
/// c_t = sigmoid(f) c_(t-1) + sigmoid(i) tanh(g) and h_t = sigmoid(o) tanh(c_t).
/// Gradient: backpropagation through time, in one walk.
/// </summary>
/// <remarks>At padding (at or beyond an example's length) the state stands still and the output is 0, so that a sentence in a padded batch has the states
/// that it has alone, backward too. A single step, for generation, is a sequence of length one with the state and cell of the last.</remarks>
public static class LstmOp
{
    /// <summary>h_t of every step.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [examples, time, inputs].</param>
    /// <param name="inputWeight">W_x, [inputs, 4 units], gates in PyTorch's order i, f, g, o.</param>
    /// <param name="recurrentWeight">W_h, [units, 4 units].</param>
    /// <param name="bias">b, [4 units], or null for none.</param>
    /// <param name="initialState">h before the first step, [examples, units], or null for 0.</param>
    /// <param name="initialCell">c before the first step, [examples, units], or null for 0.</param>
    /// <param name="lengths">Real steps of each example, [examples], or null where all are; nothing flows back to it.</param>
    /// <param name="reverse">Whether time runs from each example's last real step to its first.</param>
    /// <returns>[examples, time, units].</returns>
    /// <exception cref="ShapeException">Extents do not fit, or a length is no whole number from 0 to the time.</exception>
    public static Tensor<T> Lstm<T>(
        this Tape<T> tape,
        Tensor<T> input,
        Tensor<T> inputWeight,
        Tensor<T> recurrentWeight,
        Tensor<T>? bias = null,
        Tensor<T>? initialState = null,
        Tensor<T>? initialCell = null,
        Tensor<T>? lengths = null,
        bool reverse = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = RecurrentNode<T>.Extents("lstm", 4, reverse, input.Shape, inputWeight.Shape, recurrentWeight.Shape, initialState, initialCell);
        var projection = tape.Linear(input, inputWeight, bias);
        var node = tape.Begin<Node<T>>(new Shape(shape.Examples, shape.Time, shape.Units), projection, recurrentWeight, initialState, initialCell);
        node.Bind("lstm", shape, lengths);
        return tape.Finish(node);
    }

    /// <summary>h_t of every step, and c after each example's last real step (the first, where time runs backward), [examples, units].</summary>
    /// <inheritdoc cref="Lstm" path="/param"/>
    /// <exception cref="ShapeException">Extents do not fit, or a length is no whole number from 0 to the time.</exception>
    public static (Tensor<T> States, Tensor<T> LastCell) LstmWithCell<T>(
        this Tape<T> tape,
        Tensor<T> input,
        Tensor<T> inputWeight,
        Tensor<T> recurrentWeight,
        Tensor<T>? bias = null,
        Tensor<T>? initialState = null,
        Tensor<T>? initialCell = null,
        Tensor<T>? lengths = null,
        bool reverse = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = RecurrentNode<T>.Extents("lstm", 4, reverse, input.Shape, inputWeight.Shape, recurrentWeight.Shape, initialState, initialCell);
        var projection = tape.Linear(input, inputWeight, bias);
        var node = tape.Begin<Node<T>>(new Shape(shape.Examples, shape.Time, shape.Units), projection, recurrentWeight, initialState, initialCell);
        node.Bind("lstm", shape, lengths);
        var states = tape.Finish(node);
        var cell = tape.Begin<CellNode<T>>(new Shape(shape.Examples, shape.Units), states);
        cell.Source = node;
        return (states, tape.Finish(cell));
    }

    private sealed class Node<T> : RecurrentNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _previousCells = new(new Shape(0));
        private readonly Tensor<T> _lastCell = new(new Shape(0));
        private bool _hasCellGradient;

        public Tensor<T> LastCell => _lastCell;

        public override void Dispose()
        {
            _previousCells.Dispose();
            _lastCell.Dispose();
            base.Dispose();
        }

        /// <summary>Takes the gradient to the last cell, before the walk backward.</summary>
        public void TakeCellGradient(ReadOnlySpan<T> gradient)
        {
            gradient.CopyTo(_lastCell.Gradient);
            _hasCellGradient = true;
        }

        protected internal override void Forward()
        {
            Reserve();
            _hasCellGradient = false;
            _previousCells.Resize(Previous.Shape);
            _lastCell.Resize(new Shape(Shape.Examples, Shape.Units));
            Kernels.LstmForward(
                Shape, First.Data, Second!.Data, Data(Third), Data(Fourth), Lengths, Output.Data, _lastCell.Data, Gates.Data, Previous.Data, _previousCells.Data);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            Along.Resize(First.Shape);
            ReadOnlySpan<T> toCell = _hasCellGradient ? _lastCell.Gradient : default;
            _hasCellGradient = false;
            using var initial = tape.WriteGradient(Third);
            using var cell = tape.WriteGradient(Fourth);
            using var projection = tape.WriteGradient(First);
            var gradient = projection.IsNeeded ? projection.Span : Along.Data;
            Kernels.LstmBackward(
                Shape, Second!.Data, Lengths, Gates.Data, _previousCells.Data, Output.Gradient, toCell, gradient, initial.Span, cell.Span);
            ShareWeights(tape, gradient);
        }

        protected internal override void Pushforward()
        {
            Along.Resize(First.Shape);
            if (First.HasTangent)
                First.Tangent.CopyTo(Along.Data);
            else
                Along.Data.Clear();
            if (Second!.HasTangent)
                AlongWeights(Along.Data, accumulate: true);
            Kernels.LstmTangent(
                Shape, Along.Data, Second.Data, Tangent(Third), Tangent(Fourth), Lengths, Gates.Data, _previousCells.Data, Output.Tangent, _lastCell.Tangent);
        }

        private static ReadOnlySpan<T> Data(Tensor<T>? tensor) => tensor is null ? default : tensor.Data;

        private static ReadOnlySpan<T> Tangent(Tensor<T>? tensor) => tensor is { HasTangent: true } ? tensor.Tangent : default;
    }

    /// <summary>The last cell, as a result of its own.</summary>
    private sealed class CellNode<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Node<T> Source { get; set; } = null!;

        protected internal override void Forward() => Source.LastCell.Data.CopyTo(Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            Source.TakeCellGradient(Output.Gradient);
            if (tape.BeginGradient(First))
                First.Gradient.Clear();
        }

        protected internal override void Pushforward() => Source.LastCell.Tangent.CopyTo(Output.Tangent);
    }
}
