using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>What recurrences share: a projection [examples, time, gates x units] (first input), recurrent weights (second), an initial state (third), lengths,
/// and what is kept for derivatives.</summary>
internal abstract class RecurrentNode<T> : TapeNode<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int[] _lengths = [];
    private bool _hasLengths;

    /// <summary>Extents and direction.</summary>
    public RecurrentShape Shape { get; private set; }

    /// <summary>The activated gates.</summary>
    protected Tensor<T> Gates { get; } = new(new Shape(0));

    /// <summary>The state each step came from.</summary>
    protected Tensor<T> Previous { get; } = new(new Shape(0));

    /// <summary>Room for tangents.</summary>
    protected Tensor<T> Along { get; } = new(new Shape(0));

    /// <summary>Real steps of each example; empty where all are.</summary>
    protected ReadOnlySpan<int> Lengths => _hasLengths ? _lengths.AsSpan(0, Shape.Examples) : default;

    /// <summary>Checks and reads the lengths.</summary>
    public void Bind(string operation, RecurrentShape shape, Tensor<T>? lengths)
    {
        Shape = shape;
        _hasLengths = lengths is not null;
        if (lengths is null)
            return;
        if (lengths.Length != shape.Examples)
            throw new ShapeException(operation, $"expected one length an example, {shape.Examples} in all, found {lengths.Shape}");

        _lengths = Sequences.ReadIntegers(operation, "lengths", lengths, 0, shape.Time + 1, _lengths);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Gates.Dispose();
        Previous.Dispose();
        Along.Dispose();
        base.Dispose();
    }

    /// <summary>The extents of a recurrence, from its inputs' shapes.</summary>
    internal static RecurrentShape Extents(
        string operation, int gates, bool reverse, Shape input, Shape inputWeight, Shape recurrentWeight, Tensor<T>? initialState, Tensor<T>? initialCell)
    {
        Sequences.RequireSequence(operation, input);
        int units = recurrentWeight.Rows;
        if (recurrentWeight.Columns != gates * units)
            throw new ShapeException(operation, $"expected recurrent weights [units, {gates} units], found {recurrentWeight}");
        if (inputWeight.Columns != gates * units)
            throw new ShapeException(operation, inputWeight, recurrentWeight, $"input weights with {gates * units} columns");
        foreach (var initial in (ReadOnlySpan<Tensor<T>?>)[initialState, initialCell])
        {
            if (initial is not null && (initial.Rows != input[0] || initial.Columns != units))
                throw new ShapeException(operation, $"expected an initial state [{input[0]}, {units}], found {initial.Shape}");
        }

        return new RecurrentShape(input[0], input[1], units, reverse);
    }

    /// <summary>Makes room for what derivatives need; none in inference.</summary>
    protected void Reserve()
    {
        Gates.Resize(new Shape(Recorded ? Shape.Examples : 0, Shape.Time, 4 * Shape.Units));
        Previous.Resize(new Shape(Recorded ? Shape.Examples : 0, Shape.Time, Shape.Units));
    }

    /// <summary>The weights' gradient from their factors, or their update where someone takes it at once.</summary>
    protected void ShareWeights(Tape<T> tape, ReadOnlySpan<T> gradient)
    {
        if (!Second!.RequiresGradient)
            return;
        if (tape.FactoredUpdate is { } update && Second is { Consumers: 1, Producer: null } && update.TryUpdate(Second, Previous, gradient))
            return;

        Kernels.LinearBackwardWeights(
            Previous.Rows, Shape.Units, Second.Columns, Previous.Data, gradient, Second.Gradient, default, !tape.BeginGradient(Second));
    }

    /// <summary>destination = previous states times the weights' tangent, or += that.</summary>
    protected void AlongWeights(Span<T> destination, bool accumulate) =>
        Kernels.Multiply(ProductKind.Plain, Previous.Rows, Second!.Columns, Shape.Units, Previous.Data, Second.Tangent, destination, accumulate);
}
