using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Mixtures of discretised logistics, a vector of pixels at a time: their parameters are transposed so that a lane is a pixel.</summary>
internal unsafe struct LogisticMixtureJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private const int BlocksPerTile = 4;
    internal LogisticMixtureShape Shape;
    internal T* Parameters, Levels, RowWeights, LogLikelihood, Gradient;
    private double* _values;

    internal void Run()
    {
        int rows = Shape.Examples * Shape.Positions;
        _values = (double*)Scratch.TakePartial((nuint)Math.Max(rows, 1) * sizeof(double));
        Workers.Run(ref this, (rows + (BlocksPerTile * V.Count) - 1) / (BlocksPerTile * V.Count));
        for (int n = 0; n < Shape.Examples && LogLikelihood is not null; n++)
        {
            double sum = 0;
            for (nint i = 0; i < Shape.Positions; i++) sum += _values[((nint)n * Shape.Positions) + i];
            LogLikelihood[n] = T.CreateTruncating(sum);
        }
    }

    public readonly void Execute(int tile)
    {
        int rows = Shape.Examples * Shape.Positions, parameters = Shape.Parameters;
        int elements = (Gradient is null ? 2 : 3) * parameters * V.Count;
        var pixels = (T*)Scratch.Take(Scratch.Packed, (nuint)(elements + ((Shape.Mixtures + 8) * V.Count)) * (nuint)sizeof(T), -1, 0, out _);
        T* slopes = pixels + (parameters * V.Count), terms = pixels + elements, levels = terms + (Shape.Mixtures * V.Count), values = levels + (3 * V.Count);
        T* rowsOfSlopes = Gradient is null ? null : slopes + (parameters * V.Count);
        for (int block = 0; block < BlocksPerTile; block++)
        {
            int from = ((tile * BlocksPerTile) + block) * V.Count, count = Math.Min(V.Count, rows - from);
            if (count <= 0) return;
            Transpose<T>.Pack(Parameters + ((nint)from * parameters), parameters, count, parameters, pixels, V.Count);
            Transpose<T>.Pack(Levels + ((nint)from * Shape.Channels), Shape.Channels, count, Shape.Channels, levels, V.Count);
            Mixture(pixels, levels, terms, slopes).Store(values);
            for (int i = 0; i < count; i++) _values[from + i] = double.CreateTruncating(values[i]);
            if (Gradient is null) continue;
            Transpose<T>.Pack(slopes, V.Count, parameters, V.Count, rowsOfSlopes, parameters);
            for (int i = 0; i < count; i++) Put(rowsOfSlopes + (i * parameters), from + i);
        }
    }

    /// <summary>Writes a pixel's gradient, weighted.</summary>
    private readonly void Put(T* slopes, int pixel)
    {
        V weight = V.Broadcast(RowWeights is null ? T.One : RowWeights[pixel / Shape.Positions]);
        T* to = Gradient + ((nint)pixel * Shape.Parameters);
        for (int i = 0; i < Shape.Parameters; i += V.Count) Ends<T, V>.Store(weight * Ends<T, V>.Load(slopes + i, Shape.Parameters - i), to + i, Shape.Parameters - i);
    }

    /// <summary>The log-probabilities of a vector of pixels, and their slopes by each parameter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly V Mixture(T* pixels, T* levels, T* terms, T* slopes)
    {
        int width = V.Count, mixtures = Shape.Mixtures;
        V largest = Functions<T, V>.C(double.NegativeInfinity), largestLogit = largest, sum = V.Zero, weights = V.Zero;
        for (int k = 0; k < mixtures; k++)
        {
            V logit = V.Load(pixels + (k * width)), term = logit + Component(pixels, levels, k, slopes);
            term.Store(terms + (k * width));
            largest = V.Maximum(largest, term);
            largestLogit = V.Maximum(largestLogit, logit);
        }
        for (int k = 0; k < mixtures; k++)
        {
            V share = Functions<T, V>.ExpOfNegative(V.Load(terms + (k * width)) - largest), weight = Functions<T, V>.ExpOfNegative(V.Load(pixels + (k * width)) - largestLogit);
            share.Store(terms + (k * width));
            weight.Store(slopes + (k * width));
            sum += share;
            weights += weight;
        }
        V inverse = Functions<T, V>.C(1) / sum, inverseWeight = Functions<T, V>.C(1) / weights;
        for (int k = 0; k < mixtures && Gradient is not null; k++)
        {
            V share = inverse * V.Load(terms + (k * width));
            (share - (inverseWeight * V.Load(slopes + (k * width)))).Store(slopes + (k * width));
            for (int i = mixtures + k; i < Shape.Parameters; i += mixtures) (share * V.Load(slopes + (i * width))).Store(slopes + (i * width));
        }
        return largest - largestLogit + Functions<T, V>.Log(sum) - Functions<T, V>.Log(weights);
    }

    /// <summary>The log-probability under one component, and its slopes by the component's parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly V Component(T* pixels, T* levels, int k, T* slopes)
    {
        int width = V.Count;
        V one = Functions<T, V>.C(1), sum = V.Zero, half = Functions<T, V>.C(1 / 255.0);
        for (int channel = 0; channel < Shape.Channels; channel++)
        {
            int place = (Shape.MeanOf(channel) + k) * width, scalePlace = place + (Shape.Mixtures * width);
            V mean = V.Load(pixels + place), raw = V.Load(pixels + scalePlace), level = V.Load(levels + (channel * width));
            for (int earlier = 0; earlier < channel; earlier++)
                mean = V.MultiplyAdd(Functions<T, V>.Tanh(V.Load(pixels + ((Shape.CoefficientOf(channel, earlier) + k) * width))), Centred(V.Load(levels + (earlier * width))), mean);
            V low = Functions<T, V>.C(KernelTable<T>.SmallestLogScale), high = Functions<T, V>.C(KernelTable<T>.LargestLogScale);
            V inverse = Functions<T, V>.Exp(-V.MinimumOrSecond(high, V.MaximumOrSecond(low, raw))), distance = Centred(level) - mean;
            V a = (distance - half) * inverse, b = (distance + half) * inverse, bin = (half + half) * inverse;
            V isFirst = V.LessThan(level, Functions<T, V>.C(0.5)), isLast = V.LessThan(Functions<T, V>.C(254.5), level), isOuter = isFirst | isLast;
            V above = V.Select(isLast, V.Zero, Functions<T, V>.Sigmoid(-b)), below = V.Select(isFirst, V.Zero, Functions<T, V>.Sigmoid(a));
            sum -= V.Select(isLast, V.Zero, Functions<T, V>.Softplus(-b)) + V.Select(isFirst, V.Zero, Functions<T, V>.Softplus(a));
            sum += V.Select(isOuter, V.Zero, Functions<T, V>.Log(-Functions<T, V>.ExpMinusOne(-bin)));
            V toMean = (below - above) * inverse, toScale = (below * a) - (above * b) - V.Select(isOuter, V.Zero, bin / Functions<T, V>.ExpMinusOne(bin));
            V isClamped = V.LessThan(raw, low) | V.LessThan(high, raw);
            toMean.Store(slopes + place);
            V.Select(isClamped, V.Zero, toScale).Store(slopes + scalePlace);
            for (int earlier = 0; earlier < channel; earlier++)
            {
                int coefficient = (Shape.CoefficientOf(channel, earlier) + k) * width;
                V t = Functions<T, V>.Tanh(V.Load(pixels + coefficient));
                (toMean * (one - (t * t)) * Centred(V.Load(levels + (earlier * width)))).Store(slopes + coefficient);
            }
        }
        return sum;
    }

    /// <summary>Levels 0 to 255 to -1 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Centred(V level) => V.MultiplyAdd(level, Functions<T, V>.C(1 / 127.5), Functions<T, V>.C(-1));
}
