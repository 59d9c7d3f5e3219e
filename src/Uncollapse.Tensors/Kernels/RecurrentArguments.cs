namespace Uncollapse.Tensors.Kernels;

/// <summary>What the kernels of a recurrence read and write; what a pass has no use for is null.</summary>
internal unsafe struct RecurrentArguments<T>
    where T : unmanaged
{
    internal RecurrentShape Shape;

    /// <summary>[examples, time, gates x units]: the input's share of the preactivations (or its tangent).</summary>
    internal T* Projection;

    /// <summary>[units, gates x units].</summary>
    internal T* Weights;

    /// <summary>[gates x units]: added to the recurrent share alone.</summary>
    internal T* Bias;

    /// <summary>[examples, time, gates x units]: what a tangent adds to the recurrent share.</summary>
    internal T* Offset;

    /// <summary>[examples, units].</summary>
    internal T* InitialState, InitialCell;

    /// <summary>Real steps of each example, or null where all are.</summary>
    internal int* Lengths;

    /// <summary>[examples, time, units]: the result; 0 where there is padding.</summary>
    internal T* States;

    /// <summary>[examples, units]: the cell, current while it runs, final afterwards.</summary>
    internal T* Cell;

    /// <summary>[examples, time, 4 units] and twice [examples, time, units]: what derivatives need.</summary>
    internal T* Gates, PreviousStates, PreviousCells;

    /// <summary>[examples, time, units] and [examples, units]: gradients that come in.</summary>
    internal T* StateGradient, CellGradient;

    /// <summary>[examples, time, gates x units]: gradients to the preactivations, by the input's and by the recurrent share.</summary>
    internal T* ProjectionGradient, RecurrentGradient;

    /// <summary>[examples, units]: gradients that go out.</summary>
    internal T* InitialStateGradient, InitialCellGradient;

    /// <summary>The time of a step of the walk.</summary>
    internal readonly int TimeOf(int step) => Shape.Reverse ? Shape.Time - 1 - step : step;

    /// <summary>Whether an example has no token at a time.</summary>
    internal readonly bool IsPadding(int example, int time) => Lengths is not null && time >= Lengths[example];
}
