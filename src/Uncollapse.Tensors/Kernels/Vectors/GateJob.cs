using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>y = tanh(a) sigmoid(b), its gradient and its tangent, some rows a tile. Derivatives compute the gate again from its inputs: that is cheaper than
/// to keep it in memory and to read it back.</summary>
internal unsafe struct GateJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private const int Tile = 4096;
    internal GatePass Pass;
    internal int Rows, Pixels, Features;
    internal T* X, Summand, Code, Direction, Result;
    private int _rowsPerTile;

    internal void Run()
    {
        if (Rows == 0 || Features == 0) return;
        _rowsPerTile = Math.Max(1, Tile / Features);
        Workers.Run(ref this, (int)(((long)Rows + _rowsPerTile - 1) / _rowsPerTile));
    }

    public readonly void Execute(int tile)
    {
        int from = tile * _rowsPerTile, until = (int)Math.Min(Rows, (long)from + _rowsPerTile);
        switch (Pass)
        {
            case GatePass.Forward: Forward(from, until); break;
            case GatePass.Backward: Backward(from, until); break;
            default: Tangent(from, until); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Forward(int from, int until)
    {
        for (nint row = from; row < until; row++)
        {
            for (int f = 0; f < Features; f += V.Count)
            {
                Gate(row, f, out V tanh, out V sigmoid, out _);
                Ends<T, V>.Store(tanh * sigmoid, Result + (row * Features) + f, Features - f);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Backward(int from, int until)
    {
        for (nint row = from; row < until; row++)
        {
            for (int f = 0; f < Features; f += V.Count)
            {
                int left = Features - f;
                Gate(row, f, out V tanh, out V sigmoid, out V complement);
                V upstream = Ends<T, V>.Load(Direction + (row * Features) + f, left);
                T* to = Result + (row * 2 * Features) + f;
                Ends<T, V>.Store(upstream * SlopeOfTanh(tanh, sigmoid), to, left);
                Ends<T, V>.Store(upstream * (tanh * sigmoid * complement), to + Features, left);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Tangent(int from, int until)
    {
        for (nint row = from; row < until; row++)
        {
            for (int f = 0; f < Features; f += V.Count)
            {
                int left = Features - f;
                Gate(row, f, out V tanh, out V sigmoid, out V complement);
                T* along = Direction + (row * 2 * Features) + f;
                V second = tanh * sigmoid * complement * Ends<T, V>.Load(along + Features, left);
                Ends<T, V>.Store(
                    V.MultiplyAdd(SlopeOfTanh(tanh, sigmoid), Ends<T, V>.Load(along, left), second), Result + (row * Features) + f, left);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SlopeOfTanh(V tanh, V sigmoid) => sigmoid * V.MultiplyAdd(-tanh, tanh, Functions<T, V>.C(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Gate(nint row, int f, out V tanh, out V sigmoid, out V complement)
    {
        int left = Features - f;
        nint at = (row * 2 * Features) + f;
        V first = Ends<T, V>.Load(X + at, left), second = Ends<T, V>.Load(X + at + Features, left);
        if (Summand is not null)
        {
            first += Ends<T, V>.Load(Summand + at, left);
            second += Ends<T, V>.Load(Summand + at + Features, left);
        }

        if (Code is not null)
        {
            nint codeAt = (row / Pixels * 2 * Features) + f;
            first += Ends<T, V>.Load(Code + codeAt, left);
            second += Ends<T, V>.Load(Code + codeAt + Features, left);
        }

        tanh = Functions<T, V>.Tanh(first);
        sigmoid = Functions<T, V>.Sigmoid(second, out complement);
    }
}
