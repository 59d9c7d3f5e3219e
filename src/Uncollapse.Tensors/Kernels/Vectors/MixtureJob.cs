using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>The streaming log-sum-exp of many diagonal Gaussians at many points: the innermost loop of mutual information.</summary>
/// <remarks>
/// Components lie in lanes, two vectors of them at a time, and eight points share each load. u = z/s - mean/s and acc += u u cost as many
/// multiply-adds as the expanded square and round a third as much. A tile is a run of points over all components, so that a point's sum is
/// made in one order; within it a block of components stays in the nearer caches while all its points pass.
/// </remarks>
internal unsafe struct MixtureJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private const int PointsInRegisters = 8;
    private const int PointsInTile = 128;
    private const int BlockBytes = 192 * 1024;
    private const int LargestBlock = 1024;

    /// <summary>The logarithm of the weight of a component that is not there.</summary>
    private const double NoWeight = -1e30;

    /// <summary>A block whose largest term is so many nats below the largest so far cannot change the sum.</summary>
    private const double Negligible = 32;

    internal int Points, Components, Units;
    internal T* Codes, InverseDeviations, ScaledMeans, LogWeights;
    internal int* Excluded;
    internal double* Results;

    private T* _packed, _weights;
    private int _groups;
    private bool _packing;

    private static int Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * V.Count;
    }

    internal void Run()
    {
        _groups = (Components + Lanes - 1) / Lanes;
        _packed = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, (long)_groups * Units * 2 * Lanes * sizeof(T)), 64);
        _weights = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, (long)_groups * Lanes * sizeof(T)), 64);
        _packing = true;
        Workers.Run(ref this, (_groups + 15) / 16);
        _packing = false;
        Workers.Run(ref this, (Points + PointsInTile - 1) / PointsInTile);
        NativeMemory.AlignedFree(_packed);
        NativeMemory.AlignedFree(_weights);
    }

    public readonly void Execute(int tile)
    {
        if (_packing)
        {
            for (int group = tile * 16; group < Math.Min(_groups, (tile + 1) * 16); group++) Pack(group);
        }
        else
        {
            Sum(tile * PointsInTile, Math.Min(PointsInTile, Points - (tile * PointsInTile)));
        }
    }

    /// <summary>A group of components as [unit][1/s, 1/s, -mean/s, -mean/s], what is missing of it with no weight.</summary>
    private readonly void Pack(int group)
    {
        int lanes = Lanes, first = group * lanes;
        T* to = _packed + ((long)group * Units * 2 * lanes);
        for (int lane = 0; lane < lanes; lane++)
        {
            bool there = first + lane < Components;
            _weights[first + lane] = there ? LogWeights[first + lane] : T.CreateTruncating(NoWeight);
            long from = (long)(first + lane) * Units;
            for (int j = 0; j < Units; j++)
            {
                to[(j * 2 * lanes) + lane] = there ? InverseDeviations[from + j] : T.Zero;
                to[(((j * 2) + 1) * lanes) + lane] = there ? -ScaledMeans[from + j] : T.Zero;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Sum(int from, int points)
    {
        int lanes = Lanes, perBlock = Math.Max(1, Math.Min(LargestBlock / lanes, BlockBytes / (Math.Max(1, Units) * 2 * lanes * sizeof(T))));
        int tiles = (points + PointsInRegisters - 1) / PointsInRegisters;
        var codes = (T*)Scratch.TakeOwn((nuint)((((long)tiles * Units * PointsInRegisters) + (PointsInRegisters * perBlock * lanes)) * sizeof(T)));
        T* terms = codes + ((long)tiles * Units * PointsInRegisters);
        double* largest = stackalloc double[PointsInTile];
        double* sums = stackalloc double[PointsInTile];
        for (int p = 0; p < tiles * PointsInRegisters; p++)
        {
            largest[p] = double.NegativeInfinity;
            sums[p] = 0;
            T* row = Codes + ((long)(from + Math.Min(p, points - 1)) * Units);
            T* to = codes + ((long)(p / PointsInRegisters) * Units * PointsInRegisters) + (p % PointsInRegisters);
            for (int j = 0; j < Units; j++) to[(long)j * PointsInRegisters] = row[j];
        }

        for (int group = 0; group < _groups; group += perBlock)
        {
            int some = Math.Min(perBlock, _groups - group), first = group * lanes, width = some * lanes;
            for (int tile = 0; tile < tiles; tile++)
            {
                T* code = codes + ((long)tile * Units * PointsInRegisters);
                for (int g = 0; g < some; g++)
                    Terms(Units, code, _packed + ((long)(group + g) * Units * 2 * lanes), _weights + first + (g * lanes), terms + (g * lanes), width);
                int rows = Math.Min(PointsInRegisters, points - (tile * PointsInRegisters));
                for (int p = 0; p < rows; p++)
                {
                    int point = (tile * PointsInRegisters) + p, hole = Excluded[from + point] - first;
                    if ((uint)hole < (uint)width) terms[(p * width) + hole] = T.CreateTruncating(NoWeight);
                    Add(terms + (p * width), width, ref largest[point], ref sums[point]);
                }
            }
        }

        for (int p = 0; p < points; p++) Results[from + p] = sums[p] > 0 ? largest[p] + Math.Log(sums[p]) : double.NegativeInfinity;
    }

    /// <summary>The logarithms of a group's terms at eight points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Terms(int units, T* code, T* packed, T* weights, T* terms, int stride)
    {
        int w = V.Count;
        V a0 = V.Zero, a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
        V e0 = a0, e1 = a0, f0 = a0, f1 = a0, g0 = a0, g1 = a0, h0 = a0, h1 = a0;
        for (int j = 0; j < units; j++)
        {
            V s0 = V.Load(packed), s1 = V.Load(packed + w), m0 = V.Load(packed + (2 * w)), m1 = V.Load(packed + (3 * w));
            packed += 4 * w;
            Square(code[0], s0, s1, m0, m1, ref a0, ref a1);
            Square(code[1], s0, s1, m0, m1, ref b0, ref b1);
            Square(code[2], s0, s1, m0, m1, ref c0, ref c1);
            Square(code[3], s0, s1, m0, m1, ref d0, ref d1);
            Square(code[4], s0, s1, m0, m1, ref e0, ref e1);
            Square(code[5], s0, s1, m0, m1, ref f0, ref f1);
            Square(code[6], s0, s1, m0, m1, ref g0, ref g1);
            Square(code[7], s0, s1, m0, m1, ref h0, ref h1);
            code += PointsInRegisters;
        }

        V l0 = V.Load(weights), l1 = V.Load(weights + w);
        Put(terms, a0, a1, l0, l1);
        Put(terms + stride, b0, b1, l0, l1);
        Put(terms + (2 * stride), c0, c1, l0, l1);
        Put(terms + (3 * stride), d0, d1, l0, l1);
        Put(terms + (4 * stride), e0, e1, l0, l1);
        Put(terms + (5 * stride), f0, f1, l0, l1);
        Put(terms + (6 * stride), g0, g1, l0, l1);
        Put(terms + (7 * stride), h0, h1, l0, l1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(T code, V s0, V s1, V m0, V m1, ref V first, ref V second)
    {
        V z = V.Broadcast(code), u = V.MultiplyAdd(z, s0, m0), v = V.MultiplyAdd(z, s1, m1);
        first = V.MultiplyAdd(u, u, first);
        second = V.MultiplyAdd(v, v, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(T* to, V first, V second, V l0, V l1)
    {
        V half = V.Broadcast(T.CreateTruncating(-0.5));
        V.MultiplyAdd(first, half, l0).Store(to);
        V.MultiplyAdd(second, half, l1).Store(to + V.Count);
    }

    /// <summary>sum e^term goes on with a block of one point's terms, the largest so far taken out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(T* terms, int width, ref double largest, ref double sum)
    {
        int w = V.Count;
        V high0 = V.Load(terms), high1 = V.Load(terms + w);
        for (int i = 2 * w; i < width; i += 2 * w)
        {
            high0 = V.MaximumOrSecond(high0, V.Load(terms + i));
            high1 = V.MaximumOrSecond(high1, V.Load(terms + i + w));
        }

        T* lanes = stackalloc T[w];
        V.MaximumOrSecond(high0, high1).Store(lanes);
        T top = lanes[0];
        for (int i = 1; i < w; i++)
        {
            if (lanes[i] > top) top = lanes[i];
        }

        double block = double.CreateTruncating(top);
        if (block < largest - Negligible) return;
        if (block > largest)
        {
            sum *= Math.Exp(largest - block);
            largest = block;
        }

        sum += typeof(T) == typeof(double) ? ExpInDouble((double*)terms, width, largest) : Exp(terms, width, T.CreateTruncating(largest));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Exp(T* terms, int width, T largest)
    {
        int w = V.Count;
        V shift = V.Broadcast(largest), sum0 = V.Zero, sum1 = V.Zero;
        for (int i = 0; i < width; i += 2 * w)
        {
            sum0 += Functions<T, V>.ExpOfNegative(V.Load(terms + i) - shift);
            sum1 += Functions<T, V>.ExpOfNegative(V.Load(terms + i + w) - shift);
        }

        return double.CreateTruncating(V.Sum(sum0 + sum1));
    }

    private static double ExpInDouble(double* terms, int width, double largest)
    {
        var span = new Span<double>(terms, width);
        TensorPrimitives.Subtract(span, largest, span);
        TensorPrimitives.Exp(span, span);
        return TensorPrimitives.Sum<double>(span);
    }
}
