using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// A recurrence walked backward, one fork and join a step: a task is two vectors of units by some rows, multiplies the later step's gradient to the
/// preactivations by those units' rows of the weights, and turns the state's gradient into the step's own.
/// </summary>
internal unsafe struct RecurrentBackwardJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private const long SmallestTask = 1 << 18;

    internal RecurrentArguments<T> Arguments;
    internal int Gates;
    internal int Now;

    /// <summary>The gradient to the recurrent preactivations of the later step and of this one, rows <see cref="GateStride"/> apart.</summary>
    internal T* Later, Current;
    internal nint GateStride;

    /// <summary>[examples, units]: what reaches the state apart from the product, and the cell's gradient.</summary>
    internal T* Carry, Cell;

    /// <summary>Turns a tile of the state's gradient, rows two vectors apart, into the step's gradients.</summary>
    internal delegate*<in RecurrentBackwardJob<T, V>, T*, int, int, int, int, void> Step;

    private T* _packed;
    private int _blocks, _groups, _rowTiles;
    private bool _packing, _started, _ending;

    private static int Width => 2 * V.Count;

    private readonly int Units => Arguments.Shape.Units;

    internal void Run()
    {
        RecurrentShape shape = Arguments.Shape;
        if (shape.Examples == 0 || shape.Units == 0) return;
        int depth = Gates * Units;
        _blocks = (Units + Width - 1) / Width;
        _rowTiles = (shape.Examples + V.TileRows - 1) / V.TileRows;
        long perTile = (long)Math.Min(V.TileRows, shape.Examples) * Math.Min(Width, Units) * Math.Max(depth, 16);
        _groups = (int)Math.Clamp(perTile * _rowTiles / SmallestTask, 1, _rowTiles);
        GateStride = ((depth + V.Count - 1) / V.Count * V.Count) + 16;
        nint packed = (nint)_blocks * depth * Width, gradient = shape.Examples * GateStride, cells = (nint)shape.Examples * Units;
        _packed = (T*)Scratch.TakePartial((nuint)((packed + (2 * gradient) + (2 * cells)) * sizeof(T)));
        Later = _packed + packed;
        Current = Later + gradient;
        Carry = Current + gradient;
        Cell = Carry + cells;
        new Span<T>(Carry, (int)cells).Clear();
        if (Arguments.CellGradient is null) new Span<T>(Cell, (int)cells).Clear();
        else new Span<T>(Arguments.CellGradient, (int)cells).CopyTo(new Span<T>(Cell, (int)cells));
        _packing = true;
        if (shape.Time > 1 || Arguments.InitialStateGradient is not null) Workers.Run(ref this, _blocks);
        _packing = false;
        for (int step = shape.Time - 1; step >= 0; step--)
        {
            Now = Arguments.TimeOf(step);
            Workers.Run(ref this, _blocks * _groups);
            T* swap = Later;
            Later = Current;
            Current = swap;
            _started = true;
        }
        _ending = true;
        if (Arguments.InitialStateGradient is not null) Workers.Run(ref this, _blocks * _groups);
        if (Arguments.InitialCellGradient is not null) new Span<T>(Cell, (int)cells).CopyTo(new Span<T>(Arguments.InitialCellGradient, (int)cells));
    }

    [SkipLocalsInit]
    public readonly void Execute(int tile)
    {
        int block = _packing ? tile : tile / _groups, group = _packing ? 0 : tile % _groups, depth = Gates * Units;
        int column = block * Width, valid = Math.Min(Width, Units - column), vectors = valid > V.Count ? 2 : 1;
        T* panel = _packed + ((nint)block * depth * Width);
        if (_packing)
        {
            Transpose<T>.Pack(Arguments.Weights + ((nint)column * depth), depth, valid, depth, panel, Width);
            return;
        }
        T* sums = stackalloc T[14 * 2 * V.Count];
        int firstTile = (int)((long)_rowTiles * group / _groups), endTile = (int)((long)_rowTiles * (group + 1) / _groups);
        for (int t = firstTile; t < endTile; t++)
        {
            int row = (int)((long)Arguments.Shape.Examples * t / _rowTiles), rows = (int)((long)Arguments.Shape.Examples * (t + 1) / _rowTiles) - row;
            for (int r = 0; r < rows && !_ending; r++) Foresee(row + r, column, valid);
            if (_started) BlockedTile<T, V>.Run(rows, vectors, depth, Later + (row * GateStride), GateStride, panel, Width, sums);
            else new Span<T>(sums, rows * Width).Clear();
            if (_ending) End(sums, row, rows, column, valid);
            else Step(in this, sums, row, rows, column, valid);
        }
    }

    /// <summary>Asks for what the step will read and write of an example, far apart as it lies, while the product runs.</summary>
    private readonly void Foresee(int example, int column, int columns)
    {
        nint at = ((nint)example * Arguments.Shape.Time) + Now, unit = (at * Units) + column, gate = (at * Gates * Units) + column;
        Rows<T>.Foresee(Arguments.Gates + (at * 4 * Units) + column, columns, 4, Units);
        Rows<T>.Foresee(Arguments.StateGradient + unit, columns);
        Rows<T>.Foresee(Arguments.PreviousStates is null ? null : Arguments.PreviousStates + unit, columns);
        Rows<T>.Foresee(Arguments.PreviousCells is null ? null : Arguments.PreviousCells + unit, columns);
        Rows<T>.Foresee(Arguments.ProjectionGradient + gate, columns, Gates, Units);
        Rows<T>.Foresee(Arguments.RecurrentGradient is null ? null : Arguments.RecurrentGradient + gate, columns, Gates, Units);
    }

    /// <summary>The gradient to the initial state.</summary>
    private readonly void End(T* sums, int row, int rows, int column, int columns)
    {
        for (int r = 0; r < rows; r++, sums += Width)
        {
            nint at = ((nint)(row + r) * Units) + column;
            for (int i = 0; i < columns; i += V.Count)
                Ends<T, V>.Store(V.Load(sums + i) + Ends<T, V>.Load(Carry + at + i, columns - i), Arguments.InitialStateGradient + at + i, columns - i);
        }
    }
}
