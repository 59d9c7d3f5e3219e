using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// A recurrence walked forward, one fork and join a step: a task is two vectors of units by some rows, multiplies the state by those units' columns of
/// every gate, and makes their new state while the sums are in the nearest cache.
/// </summary>
/// <remarks>The weights are packed once a walk, the columns of a task's gates one panel after another. The running state lies in rows a little apart, so that
/// rows of a power of two do not fall on the same lines of the cache.</remarks>
internal unsafe struct RecurrentJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    internal const int MostGates = 4;

    /// <summary>Products (multiply-adds) that make a task worth claiming.</summary>
    private const long SmallestTask = 1 << 18;

    internal RecurrentArguments<T> Arguments;
    internal int Gates;
    internal int Now;

    /// <summary>The state before and after the step, rows <see cref="StateStride"/> apart.</summary>
    internal T* Current, Next;
    internal nint StateStride;

    /// <summary>Makes the new state of some rows and units from the sums, gate after gate, rows two vectors apart.</summary>
    internal delegate*<in RecurrentJob<T, V>, T*, int, int, int, int, void> Step;

    private T* _packed;
    private int _blocks, _groups, _rowTiles;
    private bool _packing, _started;

    internal static int Width => 2 * V.Count;

    /// <summary>Elements between the gates of a task's sums.</summary>
    internal static nint GateStride => V.TileRows * 2 * V.Count;

    private readonly int Units => Arguments.Shape.Units;

    internal void Run()
    {
        RecurrentShape shape = Arguments.Shape;
        if (shape.Examples == 0 || shape.Units == 0) return;
        _blocks = (shape.Units + Width - 1) / Width;
        _rowTiles = (shape.Examples + V.TileRows - 1) / V.TileRows;
        long perTile = (long)Math.Min(V.TileRows, shape.Examples) * Math.Min(Width, shape.Units) * Gates * Math.Max(shape.Units, 16);
        _groups = (int)Math.Clamp(perTile * _rowTiles / SmallestTask, 1, _rowTiles);
        StateStride = ((shape.Units + V.Count - 1) / V.Count * V.Count) + 16;
        nint packed = (nint)_blocks * Gates * shape.Units * Width, state = shape.Examples * StateStride;
        _packed = (T*)Scratch.TakePartial((nuint)((packed + (2 * state)) * sizeof(T)));
        Current = _packed + packed;
        Next = Current + state;
        for (int row = 0; row < shape.Examples; row++) Fill(Arguments.InitialState, row, Current + (row * StateStride));
        for (int row = 0; row < shape.Examples && Arguments.Cell is not null; row++) Fill(Arguments.InitialCell, row, Arguments.Cell + ((nint)row * Units));
        // A single step reads the weights once and need not pack them, but for the columns at the end.
        _packing = true;
        if (shape.Time > 1 || Units % Width != 0) Workers.Run(ref this, _blocks * Gates);
        _packing = false;
        _started = Arguments.InitialState is not null;
        for (int step = 0; step < shape.Time; step++)
        {
            Now = Arguments.TimeOf(step);
            Workers.Run(ref this, _blocks * _groups);
            T* swap = Current;
            Current = Next;
            Next = swap;
            _started = true;
        }
    }

    public void Execute(int tile)
    {
        if (_packing)
        {
            Pack(tile / Gates, tile % Gates);
            return;
        }
        int block = tile / _groups, group = tile % _groups;
        int from = (int)((long)_rowTiles * group / _groups), to = (int)((long)_rowTiles * (group + 1) / _groups);
        Block(block, from, to);
    }

    [SkipLocalsInit]
    private readonly void Block(int block, int firstTile, int endTile)
    {
        int column = block * Width, valid = Math.Min(Width, Units - column), vectors = valid > V.Count ? 2 : 1;
        T* sums = stackalloc T[MostGates * 14 * 2 * V.Count];
        for (int t = firstTile; t < endTile; t++)
        {
            int row = (int)((long)Arguments.Shape.Examples * t / _rowTiles), rows = (int)((long)Arguments.Shape.Examples * (t + 1) / _rowTiles) - row;
            for (int r = 0; r < rows; r++) Foresee(row + r, column, valid);
            for (int gate = 0; gate < Gates && _started; gate++)
            {
                T* b = Panel(block, gate, valid, out nint stride);
                BlockedTile<T, V>.Run(rows, vectors, Units, Current + (row * StateStride), StateStride, b, stride, sums + (gate * GateStride));
            }
            if (!_started) new Span<T>(sums, Gates * (int)GateStride).Clear();
            Step(in this, sums, row, rows, column, valid);
        }
    }

    /// <summary>Asks for what the step will read and write of an example, far apart as it lies, while the products run.</summary>
    private readonly void Foresee(int example, int column, int columns)
    {
        nint at = ((nint)example * Arguments.Shape.Time) + Now, unit = (at * Units) + column;
        Rows<T>.Foresee(Arguments.Projection + (at * Gates * Units) + column, columns, Gates, Units);
        Rows<T>.Foresee(Arguments.Gates is null ? null : Arguments.Gates + (at * 4 * Units) + column, columns, 4, Units);
        Rows<T>.Foresee(Arguments.PreviousStates is null ? null : Arguments.PreviousStates + unit, columns);
        Rows<T>.Foresee(Arguments.PreviousCells is null ? null : Arguments.PreviousCells + unit, columns);
        Rows<T>.Foresee(Arguments.States + unit, columns);
    }

    private readonly T* Panel(int block, int gate, int valid, out nint stride)
    {
        if (Arguments.Shape.Time == 1 && valid == Width)
        {
            stride = Gates * Units;
            return Arguments.Weights + (gate * Units) + (block * Width);
        }
        stride = Width;
        return _packed + ((((nint)block * Gates) + gate) * Units * Width);
    }

    private readonly void Pack(int block, int gate)
    {
        int column = block * Width, valid = Math.Min(Width, Units - column);
        if (Arguments.Shape.Time == 1 && valid == Width) return;
        nint stride = (nint)Gates * Units;
        T* from = Arguments.Weights + ((nint)gate * Units) + column, to = _packed + ((((nint)block * Gates) + gate) * Units * Width);
        for (int k = 0; k < Units; k++, from += stride, to += Width)
        {
            Unsafe.CopyBlockUnaligned(to, from, (uint)(valid * sizeof(T)));
            for (int i = valid; i < Width; i++) to[i] = T.Zero;
        }
    }

    private readonly void Fill(T* from, int row, T* to)
    {
        if (from is null) new Span<T>(to, Units).Clear();
        else Unsafe.CopyBlockUnaligned(to, from + ((nint)row * Units), (uint)(Units * sizeof(T)));
    }
}
