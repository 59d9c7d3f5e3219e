using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Group normalisation and its gradient, an example a task, channels in lanes. Sums are made a channel at a time, then over a group's channels.</summary>
internal unsafe struct GroupNormJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    internal T* X, Gradient, Scale, Shift, Mean, Inverse, To, ToScale, ToShift;
    private readonly int _examples, _positions, _channels, _groups, _share;
    private readonly double _epsilon;

    internal GroupNormJob(int examples, int positions, int channels, int groups, double epsilon)
    {
        (_examples, _positions, _channels, _groups, _share, _epsilon) = (examples, positions, channels, groups, channels / groups, epsilon);
    }

    internal void Run() => Workers.Run(ref this, _examples);

    public readonly void Execute(int tile)
    {
        int padded = (_channels + V.Count - 1) / V.Count * V.Count;
        T* centre = (T*)Scratch.Take(Scratch.Packed, (nuint)(4 * padded * sizeof(T)), 0, 0, out _), a = centre + padded, b = a + padded, c = b + padded;
        nint at = (nint)tile * _positions * _channels;
        if (Gradient is null) Forward(X + at, To + at, Mean + (tile * _groups), Inverse + (tile * _groups), centre, a);
        else Backward(X + at, Gradient + at, To is null ? null : To + at, tile, centre, a, b, c);
    }

    private readonly void Forward(T* x, T* y, T* mean, T* inverse, T* centre, T* factor)
    {
        double count = (double)_positions * _share;
        Reducer<T, V, Summands<T, V>.Itself>.Down(_positions, _channels, 0, _channels, x, null, null, factor, T.One, accumulate: false);
        for (int g = 0; g < _groups; g++)
        {
            double sum = 0;
            for (int i = g * _share; i < (g + 1) * _share; i++) sum += double.CreateTruncating(factor[i]);
            mean[g] = T.CreateTruncating(sum / count);
            for (int i = g * _share; i < (g + 1) * _share; i++) centre[i] = mean[g];
        }
        Reducer<T, V, Summands<T, V>.CentredDown>.Down(_positions, _channels, 0, _channels, x, x, centre, factor, T.One, accumulate: false);
        for (int g = 0; g < _groups; g++)
        {
            double squares = 0;
            for (int i = g * _share; i < (g + 1) * _share; i++) squares += double.CreateTruncating(factor[i]);
            inverse[g] = T.CreateTruncating(1 / Math.Sqrt((squares / count) + _epsilon));
            for (int i = g * _share; i < (g + 1) * _share; i++) factor[i] = inverse[g] * Scale[i];
        }
        Map(x, x, y, centre, null, factor, Shift);
    }

    private readonly void Backward(T* x, T* dy, T* dx, int example, T* centre, T* byGradient, T* byInput, T* constant)
    {
        T* mean = Mean + ((nint)example * _groups), inverse = Inverse + ((nint)example * _groups);
        T* dScale = ToScale + ((nint)example * _channels), dShift = ToShift + ((nint)example * _channels);
        double count = (double)_positions * _share;
        for (int i = 0; i < _channels; i++) centre[i] = mean[i / _share];
        Reducer<T, V, Summands<T, V>.Itself>.Down(_positions, _channels, 0, _channels, dy, null, null, dShift, T.One, accumulate: false);
        Reducer<T, V, ByCentred>.Down(_positions, _channels, 0, _channels, dy, x, centre, dScale, T.One, accumulate: false);
        for (int g = 0; g < _groups; g++)
        {
            double sum = 0, dot = 0, inverted = double.CreateTruncating(inverse[g]);
            for (int i = g * _share; i < (g + 1) * _share; i++)
            {
                dScale[i] *= inverse[g];
                sum += double.CreateTruncating(dShift[i]) * double.CreateTruncating(Scale[i]);
                dot += double.CreateTruncating(dScale[i]) * double.CreateTruncating(Scale[i]);
            }
            for (int i = g * _share; i < (g + 1) * _share; i++)
            {
                byGradient[i] = inverse[g] * Scale[i];
                byInput[i] = T.CreateTruncating(-inverted * inverted * dot / count);
                constant[i] = T.CreateTruncating(-inverted * sum / count);
            }
        }
        if (dx is not null) Map(x, dy, dx, centre, byGradient, byInput, constant);
    }

    /// <summary>to = x' c + d, plus b y where there is b, with x' = x - a; a to d one a channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Map(T* x, T* y, T* to, T* a, T* b, T* c, T* d)
    {
        for (int row = 0; row < _positions; row++, x += _channels, y += _channels, to += _channels)
        {
            for (int i = 0; i < _channels; i += V.Count)
            {
                int left = _channels - i;
                V value = V.MultiplyAdd(Ends<T, V>.Load(x + i, left) - Ends<T, V>.Load(a + i, left), Ends<T, V>.Load(c + i, left), Ends<T, V>.Load(d + i, left));
                if (b is not null) value = V.MultiplyAdd(Ends<T, V>.Load(y + i, left), Ends<T, V>.Load(b + i, left), value);
                Ends<T, V>.Store(value, to + i, left);
            }
        }
    }

    /// <summary>x (y - z).</summary>
    private readonly struct ByCentred : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 3;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => x * (y - z);
    }
}
