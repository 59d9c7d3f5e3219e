using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Finds the elements that are not 0: how many each block of a row has, then, when it is known where they go, what they are.</summary>
internal unsafe struct CompressJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private const int Tile = 1 << 16;
    internal int Rows, Columns, Conditions;
    internal T* Counts, Condition;
    private int* _starts, _indices;
    private T* _values;
    private int _blocks, _rowsPerTile;
    private bool _fills;

    internal void Run(SparseRows<T> result)
    {
        if (Rows == 0) return;
        _blocks = result.Blocks;
        _starts = result.Starts;
        _rowsPerTile = Math.Max(1, Tile / Math.Max(1, Columns));
        int tiles = (Rows + _rowsPerTile - 1) / _rowsPerTile;
        Workers.Run(ref this, tiles);
        result.Place();
        _indices = result.IndexPointer;
        _values = result.ValuePointer;
        _fills = true;
        Workers.Run(ref this, tiles);
    }

    public readonly void Execute(int tile)
    {
        int until = Math.Min(Rows, (tile + 1) * _rowsPerTile);
        for (int row = tile * _rowsPerTile; row < until; row++)
        {
            if (_fills) Fill(row);
            else Count(row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Count(int row)
    {
        int* counts = _starts + ((nint)row * (_blocks + 1));
        T* x = Counts + ((nint)row * Columns);
        for (int block = 0; block < _blocks; block++)
        {
            int end = Math.Min(Columns, (block + 1) * SparseRows<T>.BlockColumns), found = 0;
            for (int i = block * SparseRows<T>.BlockColumns; i < end; i += V.Count) found += BitOperations.PopCount(Bits(x + i, end - i));
            counts[block] = found;
        }
        for (int c = 0; c < Conditions; c++)
        {
            if (Condition[((nint)row * Conditions) + c] != T.Zero) counts[(Columns + c) / SparseRows<T>.BlockColumns]++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Fill(int row)
    {
        int first = _starts[(nint)row * (_blocks + 1)], at = first;
        T* x = Counts + ((nint)row * Columns);
        for (int i = 0; i < Columns; i += V.Count)
        {
            for (uint bits = Bits(x + i, Columns - i); bits != 0; bits &= bits - 1)
            {
                int column = i + BitOperations.TrailingZeroCount(bits);
                _indices[at] = column;
                _values[at++] = x[column];
            }
        }
        V one = V.Broadcast(T.One);
        for (int i = first; i < at; i += V.Count) Ends<T, V>.Store(Functions<T, V>.Log(one + Ends<T, V>.Load(_values + i, at - i)), _values + i, at - i);
        for (int c = 0; c < Conditions; c++)
        {
            T value = Condition[((nint)row * Conditions) + c];
            if (value == T.Zero) continue;
            _indices[at] = Columns + c;
            _values[at++] = value;
        }
    }

    /// <summary>Which of the next elements are not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bits(T* x, int left)
    {
        V value = Ends<T, V>.Load(x, left);
        return V.SignBits(V.LessThan(V.Zero, value) | V.LessThan(value, V.Zero));
    }
}
