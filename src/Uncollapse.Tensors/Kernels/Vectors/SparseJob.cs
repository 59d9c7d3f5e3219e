using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>x w with sparse rows x, a row at a time with its sums in registers; and x^T d, a block of inputs at a time with its sums in the nearest cache.</summary>
internal unsafe struct SparseJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    internal int Rows, Columns, Blocks, Outputs;
    internal int* Starts, Indices;
    internal T* Values, Weights, Bias, Gradient, Result;
    internal bool Accumulate;

    /// <summary>Where the gradient is used up at once: what it updates. Result is then not written.</summary>
    internal AdamTarget<T> Adam;
    private bool _backward;

    internal void RunForward() => Workers.Run(ref this, Rows);

    internal void RunBackward()
    {
        _backward = true;
        Workers.Run(ref this, Blocks);
    }

    public readonly void Execute(int tile)
    {
        if (_backward)
        {
            Backward(tile);
            return;
        }
        for (int from = 0; from < Outputs; from += 8 * V.Count)
        {
            int left = Outputs - from;
            if (left >= 8 * V.Count)
            {
                Wide(tile, from);
                continue;
            }
            for (int i = from; i < Outputs; i += V.Count) Narrow(tile, i, Outputs - i);
        }
    }

    /// <summary>Eight vectors of a row of results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Wide(int row, int column)
    {
        int* starts = Starts + ((nint)row * (Blocks + 1));
        int until = starts[Blocks];
        V a = V.Zero, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        T* weights = Weights + column;
        nint stride = Outputs;
        for (int i = starts[0]; i < until; i++)
        {
            V x = V.Broadcast(Values[i]);
            T* w = weights + (Indices[i] * stride);
            a = V.MultiplyAdd(x, V.Load(w), a);
            b = V.MultiplyAdd(x, V.Load(w + V.Count), b);
            c = V.MultiplyAdd(x, V.Load(w + (2 * V.Count)), c);
            d = V.MultiplyAdd(x, V.Load(w + (3 * V.Count)), d);
            e = V.MultiplyAdd(x, V.Load(w + (4 * V.Count)), e);
            f = V.MultiplyAdd(x, V.Load(w + (5 * V.Count)), f);
            g = V.MultiplyAdd(x, V.Load(w + (6 * V.Count)), g);
            h = V.MultiplyAdd(x, V.Load(w + (7 * V.Count)), h);
        }
        T* y = Result + (row * stride) + column;
        a.Store(y);
        b.Store(y + V.Count);
        c.Store(y + (2 * V.Count));
        d.Store(y + (3 * V.Count));
        e.Store(y + (4 * V.Count));
        f.Store(y + (5 * V.Count));
        g.Store(y + (6 * V.Count));
        h.Store(y + (7 * V.Count));
        for (int i = 0; i < 8 * V.Count && Bias is not null; i += V.Count) (V.Load(y + i) + V.Load(Bias + column + i)).Store(y + i);
    }

    /// <summary>One vector of a row of results, or less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Narrow(int row, int column, int left)
    {
        int* starts = Starts + ((nint)row * (Blocks + 1));
        V sum = V.Zero;
        for (int i = starts[0]; i < starts[Blocks]; i++)
            sum = V.MultiplyAdd(V.Broadcast(Values[i]), Ends<T, V>.Load(Weights + ((nint)Indices[i] * Outputs) + column, left), sum);
        if (Bias is not null) sum += Ends<T, V>.Load(Bias + column, left);
        Ends<T, V>.Store(sum, Result + ((nint)row * Outputs) + column, left);
    }

    private readonly void Backward(int block)
    {
        int first = block * SparseRows<T>.BlockColumns, inputs = Math.Min(SparseRows<T>.BlockColumns, Columns - first);
        nint length = (nint)inputs * Outputs, at = (nint)first * Outputs;
        bool apart = Adam.Parameter is not null || Accumulate;
        T* sums = apart ? (T*)Scratch.TakeOwn((nuint)length * (nuint)sizeof(T)) : Result + at;
        new Span<T>(sums, (int)length).Clear();
        for (int row = 0; row < Rows; row++)
        {
            int* starts = Starts + ((nint)row * (Blocks + 1)) + block;
            T* gradient = Gradient + ((nint)row * Outputs);
            for (int i = starts[0]; i < starts[1]; i++) Add(Values[i], gradient, sums + ((nint)(Indices[i] - first) * Outputs));
        }
        if (Adam.Parameter is not null)
        {
            if (IsFinite(sums, (int)length)) AdamRule<T, V>.Step(Adam.Settings, inputs, Outputs, Adam.Parameter + at, Adam.First + at, Adam.Second + at, Outputs, sums, Outputs);
            else Volatile.Write(ref *Adam.Fault, 1);
        }
        else if (Accumulate)
        {
            for (int i = 0; i < length; i += V.Count) Ends<T, V>.Put(Ends<T, V>.Load(sums + i, (int)length - i), Result + at + i, (int)length - i, accumulate: true);
        }
    }

    /// <summary>sum += x d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Add(T value, T* gradient, T* sum)
    {
        V x = V.Broadcast(value);
        int i = 0;
        for (; i + (4 * V.Count) <= Outputs; i += 4 * V.Count)
        {
            V.MultiplyAdd(x, V.Load(gradient + i), V.Load(sum + i)).Store(sum + i);
            V.MultiplyAdd(x, V.Load(gradient + i + V.Count), V.Load(sum + i + V.Count)).Store(sum + i + V.Count);
            V.MultiplyAdd(x, V.Load(gradient + i + (2 * V.Count)), V.Load(sum + i + (2 * V.Count))).Store(sum + i + (2 * V.Count));
            V.MultiplyAdd(x, V.Load(gradient + i + (3 * V.Count)), V.Load(sum + i + (3 * V.Count))).Store(sum + i + (3 * V.Count));
        }
        for (; i < Outputs; i += V.Count)
        {
            int left = Outputs - i;
            Ends<T, V>.Store(V.MultiplyAdd(x, Ends<T, V>.Load(gradient + i, left), Ends<T, V>.Load(sum + i, left)), sum + i, left);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsFinite(T* values, int count)
    {
        V strange = V.Zero;
        for (int i = 0; i < count; i += V.Count)
        {
            V value = Ends<T, V>.Load(values + i, count - i);
            strange += value - value;
        }
        return V.Sum(strange) == T.Zero;
    }
}
