using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// Likelihoods of counts, whole rows at a time: the softmax and what zeros cost in vectors, then the few counts that are none, found by comparing vectors, one by one in double.
/// </summary>
/// <remarks>With u = mean / theta, found from the softmax's exponentials, softplus(log u) = log(1 + u) and its slope u / (1 + u) need no further exponential.</remarks>
internal unsafe struct CountJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>Tiles of rows: each has its own sums for dispersions that rows share.</summary>
    private const int MostTiles = 16;
    internal CountArguments<T> Arguments;
    private int _rowsPerTile;

    /// <summary>theta, 1 / theta and log theta held within bounds: of the columns, where they are shared.</summary>
    private T* _theta;

    /// <summary>The tiles' sums for shared dispersions, [tiles, columns], or null.</summary>
    private T* _sums;

    /// <summary>For each row its share of the slope by a single dispersion, or NaN where it has what is no count.</summary>
    private double* _rows;

    private readonly int Columns => Arguments.Shape.Columns;

    internal int Run()
    {
        CountShape shape = Arguments.Shape;
        if (shape.Rows == 0) return -1;
        bool shared = shape.HasTheta && shape.Theta == VarianceShape.PerColumn, summed = shared && Arguments.LogThetaGradient is not null;
        _rowsPerTile = (shape.Rows + MostTiles - 1) / MostTiles;
        int tiles = (shape.Rows + _rowsPerTile - 1) / _rowsPerTile;
        nuint columns = Padded;
        nuint bytes = ((nuint)shape.Rows * sizeof(double)) + (columns * (nuint)sizeof(T) * ((shared ? 3u : 0) + (summed ? (nuint)tiles : 0)));
        byte* memory = (byte*)Scratch.TakePartial(bytes + 64);
        _theta = (T*)memory;
        _sums = summed ? _theta + (3 * columns) : null;
        _rows = (double*)(memory + bytes - ((nuint)shape.Rows * sizeof(double)));
        if (shared) Dispersions(Arguments.LogTheta, _theta);
        Workers.Run(ref this, tiles);
        if (summed) AddSums(tiles);
        double all = 0;
        for (int row = 0; row < shape.Rows; row++)
        {
            if (double.IsNaN(_rows[row])) return row;
            all += _rows[row];
        }
        if (shape.HasTheta && shape.Theta == VarianceShape.Scalar && Arguments.LogThetaGradient is not null) *Arguments.LogThetaGradient = T.CreateTruncating(all);
        return -1;
    }

    /// <summary>Columns in whole vectors.</summary>
    private readonly nuint Padded => (nuint)(Columns + V.Count - 1) / (nuint)V.Count * (nuint)V.Count;

    public readonly void Execute(int tile)
    {
        CountShape shape = Arguments.Shape;
        T* sums = _sums is null ? null : _sums + ((nuint)tile * Padded);
        if (sums is not null) new Span<T>(sums, (int)Padded).Clear();
        int until = Math.Min(shape.Rows, (tile + 1) * _rowsPerTile);
        bool own = shape.HasTheta && shape.Theta == VarianceShape.Full;
        // Exponentials, slopes, dispersions, then the places of the counts.
        var memory = (T*)Scratch.TakeOwn((Padded * (nuint)sizeof(T) * (own ? 5u : 2u)) + (2 * (nuint)Columns * sizeof(int)));
        T* theta = own ? memory + (2 * Padded) : _theta;
        int* places = (int*)(memory + ((own ? 5u : 2u) * Padded));
        for (int row = tile * _rowsPerTile; row < until; row++)
        {
            nint at = (nint)row * Columns;
            if (own) Dispersions(Arguments.LogTheta + at, theta);
            var work = new CountRow<T>
            {
                Row = row, At = at, Exponentials = memory, Slopes = memory + Padded, Theta = theta, Inverse = theta + Padded, LogTheta = theta + (2 * Padded), Places = places, Sorted = places + Columns,
                ThetaSlopes = sums is not null ? sums : own && Arguments.LogThetaGradient is not null ? Arguments.LogThetaGradient + at : null,
                Weight = Arguments.RowWeights is null ? T.One : Arguments.RowWeights[row],
            };
            Row(ref work);
        }
    }

    private readonly void Row(ref CountRow<T> row)
    {
        CountFamily family = Arguments.Shape.Family;
        T largest = Softmax<T, V>.Largest(Arguments.Logits + row.At, Columns);
        row.Sum = Softmax<T, V>.Exponentials(Arguments.Logits + row.At, Columns, largest, row.Exponentials);
        row.LogSum = double.CreateTruncating(largest) + Math.Log(row.Sum);
        row.LogSize = Arguments.Shape.HasSize ? double.CreateTruncating(Arguments.LogSizes[row.Row]) : 0;
        row.Size = Math.Exp(row.LogSize);
        Find(ref row);
        _rows[row.Row] = row.IsStrange ? double.NaN : 0;
        if (row.IsStrange) return;
        double value = family switch
        {
            CountFamily.NegativeBinomial => Zeros(ref row) + CountPeaks<T, V>.Add(in Arguments, ref row),
            CountFamily.ZeroInflatedNegativeBinomial => InflatedZeros(ref row) + Positive(ref row),
            CountFamily.DirichletMultinomial => Dirichlet(ref row),
            _ => Weighed(ref row),
        };
        if (Arguments.LogLikelihood is not null) Arguments.LogLikelihood[row.Row] = T.CreateTruncating(value);
        double weight = double.CreateTruncating(row.Weight);
        if (Arguments.LogSizesGradient is not null)
        {
            double slope = Arguments.Shape.HasSize ? row.SlopeSum - (family == CountFamily.Poisson ? row.Size : 0) : 0;
            Arguments.LogSizesGradient[row.Row] = T.CreateTruncating(weight * slope);
        }
        if (Arguments.LogitsGradient is not null) Finish(in row, family is CountFamily.NegativeBinomial or CountFamily.ZeroInflatedNegativeBinomial);
    }

    /// <summary>theta, 1 / theta, log theta.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Dispersions(T* logTheta, T* to)
    {
        V bound = V.Broadcast(T.CreateTruncating(CountShape.LargestLogTheta));
        for (int i = 0; i < Columns; i += V.Count)
        {
            V log = V.MaximumOrSecond(-bound, V.MinimumOrSecond(bound, Ends<T, V>.Load(logTheta + i, Columns - i)));
            Functions<T, V>.Exp(log).Store(to + i);
            Functions<T, V>.Exp(-log).Store(to + (nint)Padded + i);
            log.Store(to + (2 * (nint)Padded) + i);
        }
    }

    /// <summary>The places of the counts that are not 0, and their total.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Find(ref CountRow<T> row)
    {
        T* counts = Arguments.Counts + row.At;
        int* places = row.Places;
        int found = 0;
        V total = V.Zero;
        for (int i = 0; i < Columns; i += V.Count)
        {
            V x = Ends<T, V>.Load(counts + i, Columns - i);
            total += x;
            uint bits = V.SignBits(V.LessThan(V.Zero, x) | V.LessThan(x, V.Zero));
            for (; bits != 0; bits &= bits - 1) places[found++] = i + BitOperations.TrailingZeroCount(bits);
        }
        // Exact where it matters: a total of whole numbers, in double.
        double sum = 0;
        bool strange = T.IsNaN(V.Sum(total));
        for (int j = 0; j < found; j++)
        {
            double x = double.CreateTruncating(counts[places[j]]);
            strange |= x < 0 || Math.Truncate(x) != x || double.IsInfinity(x);
            sum += x;
        }
        row.Found = found;
        row.Total = sum;
        row.IsStrange = strange;
    }

    /// <summary>What a row of zeros would cost; slopes by the log-mean and by the log-dispersion.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly double Zeros(ref CountRow<T> row)
    {
        V one = V.Broadcast(T.One), scale = V.Broadcast(T.CreateTruncating(row.Size / row.Sum)), weight = V.Broadcast(row.Weight);
        V offset = V.Broadcast(T.CreateTruncating(row.LogSize - row.LogSum));
        T* logits = Arguments.Logits + row.At, thetaSlopes = row.ThetaSlopes;
        bool summed = _sums is not null;
        double total = 0, slopes = 0;
        for (int block = 0; block < Columns; block += Block)
        {
            int end = Math.Min(Columns, block + Block);
            V value = V.Zero, slopeSum = V.Zero;
            for (int i = block; i < end; i += V.Count)
            {
                int left = Columns - i;
                V theta = V.Load(row.Theta + i), ratio = V.Load(row.Exponentials + i) * scale * V.Load(row.Inverse + i);
                V log = Ends<T, V>.Load(logits + i, left) + offset - V.Load(row.LogTheta + i);
                V cost = theta * LogOnePlus(ratio, log, one, out V full), slope = theta * full;
                if (left < V.Count)
                {
                    cost = V.First(cost, left);
                    slope = V.First(slope, left);
                }
                value += cost;
                slopeSum += slope;
                (-slope).Store(row.Slopes + i);
                if (thetaSlopes is null) continue;
                V change = weight * (slope - cost);
                if (summed) change += V.Load(thetaSlopes + i);
                Ends<T, V>.Store(change, thetaSlopes + i, summed ? V.Count : left);
            }
            total -= double.CreateTruncating(V.Sum(value));
            slopes -= double.CreateTruncating(V.Sum(slopeSum));
        }
        row.SlopeSum = slopes;
        return total;
    }

    /// <summary>The same with zeros beside the distribution's own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly double InflatedZeros(ref CountRow<T> row)
    {
        V one = V.Broadcast(T.One), scale = V.Broadcast(T.CreateTruncating(row.Size / row.Sum)), weight = V.Broadcast(row.Weight);
        V offset = V.Broadcast(T.CreateTruncating(row.LogSize - row.LogSum));
        T* logits = Arguments.Logits + row.At, zeros = Arguments.ZeroLogits + row.At, thetaSlopes = row.ThetaSlopes;
        T* zeroSlopes = Arguments.ZeroLogitsGradient is null ? null : Arguments.ZeroLogitsGradient + row.At;
        bool summed = _sums is not null;
        double total = 0, slopes = 0;
        for (int block = 0; block < Columns; block += Block)
        {
            int end = Math.Min(Columns, block + Block);
            V value = V.Zero, slopeSum = V.Zero;
            for (int i = block; i < end; i += V.Count)
            {
                int left = Columns - i;
                V theta = V.Load(row.Theta + i), ratio = V.Load(row.Exponentials + i) * scale * V.Load(row.Inverse + i);
                V log = Ends<T, V>.Load(logits + i, left) + offset - V.Load(row.LogTheta + i), zero = Ends<T, V>.Load(zeros + i, left);
                V cost = theta * LogOnePlus(ratio, log, one, out V full), slope = theta * full;
                V own = -cost - zero, share = Functions<T, V>.Sigmoid(own), gain = Functions<T, V>.Softplus(own) - Functions<T, V>.Softplus(-zero);
                slope *= share;
                if (left < V.Count)
                {
                    gain = V.First(gain, left);
                    slope = V.First(slope, left);
                }
                value += gain;
                slopeSum += slope;
                (-slope).Store(row.Slopes + i);
                if (zeroSlopes is not null) Ends<T, V>.Store(weight * (Functions<T, V>.Sigmoid(-zero) - share), zeroSlopes + i, left);
                if (thetaSlopes is null) continue;
                V change = weight * (slope - (share * cost));
                if (left < V.Count) change = V.First(change, left);
                if (summed) change += V.Load(thetaSlopes + i);
                Ends<T, V>.Store(change, thetaSlopes + i, summed ? V.Count : left);
            }
            total += double.CreateTruncating(V.Sum(value));
            slopes -= double.CreateTruncating(V.Sum(slopeSum));
        }
        row.SlopeSum = slopes;
        return total;
    }

    /// <summary>log(1 + u) and u / (1 + u), for u from 0 to beyond what its logarithm's size loses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogOnePlus(V u, V logU, V one, out V share)
    {
        V isBig = V.LessThan(one, u), fraction = V.Select(isBig, one / u, u);
        share = V.Select(isBig, one, fraction) / (one + fraction);
        return Functions<T, V>.LogOnePlusFraction(fraction) + V.Select(isBig, logU, V.Zero);
    }

    /// <summary>What the positive counts of a zero-inflated negative binomial cost more than zeros would, and what that does to the slopes.</summary>
    private readonly double Positive(ref CountRow<T> row)
    {
        double value = 0, slopes = 0;
        for (int j = 0; j < row.Found; j++)
        {
            int d = row.Places[j];
            var peak = CountPeak.Of(in Arguments, in row, d);
            Inflated(in row, d, ref peak);
            value += peak.Gain;
            slopes += peak.Slope;
            peak.AddTo(in row, d);
        }
        row.SlopeSum += slopes;
        return value;
    }

    /// <summary>A positive count is none of the inflated zeros: what was counted for it as a zero is taken back.</summary>
    private readonly void Inflated(in CountRow<T> row, int d, ref CountPeak peak)
    {
        double zero = double.CreateTruncating(Arguments.ZeroLogits[row.At + d]), weight = double.CreateTruncating(row.Weight);
        double cost = peak.Theta * (peak.Ratio >= 1 ? peak.LogRatio + SpecialFunctions.LogOnePlus(1 / peak.Ratio) : SpecialFunctions.LogOnePlus(peak.Ratio));
        double own = -cost - zero, other = SpecialFunctions.Sigmoid(-own), full = peak.Theta * peak.Ratio * peak.Rest;
        // log p(x) - log p(0): the inflation's normaliser is in both.
        peak.Gain += own - SpecialFunctions.Softplus(own);
        peak.Slope -= other * full;
        peak.ThetaSlope += other * (full - cost);
        if (Arguments.ZeroLogitsGradient is not null)
            Arguments.ZeroLogitsGradient[row.At + d] = T.CreateTruncating(-weight * SpecialFunctions.Sigmoid(zero));
    }

    /// <summary>Poisson and multinomial: counts weigh the log-shares, all else depends on the total alone.</summary>
    private readonly double Weighed(ref CountRow<T> row)
    {
        double value = Arguments.Shape.Family == CountFamily.Multinomial ? RisingFactorial.LogFactorial(row.Total)
            : row.Total > 0 ? (row.Total * row.LogSize) - row.Size : -row.Size;
        for (int j = 0; j < row.Found; j++)
        {
            int d = row.Places[j];
            double x = double.CreateTruncating(Arguments.Counts[row.At + d]);
            value += (x * (double.CreateTruncating(Arguments.Logits[row.At + d]) - row.LogSum)) - RisingFactorial.LogFactorial(x);
            row.Slopes[d] = T.CreateTruncating(x);
        }
        row.SlopeSum = row.Total;
        return value;
    }

    private readonly double Dirichlet(ref CountRow<T> row)
    {
        double logTheta = Math.Clamp(double.CreateTruncating(*Arguments.LogTheta), -CountShape.LargestLogTheta, CountShape.LargestLogTheta), theta = Math.Exp(logTheta);
        double value = 0, slopes = 0;
        for (int j = 0; j < row.Found; j++)
        {
            int d = row.Places[j];
            double x = double.CreateTruncating(Arguments.Counts[row.At + d]), logAlpha = logTheta + double.CreateTruncating(Arguments.Logits[row.At + d]) - row.LogSum;
            double alpha = Math.Exp(logAlpha), slope = RisingFactorial.Slope(alpha, x);
            value += RisingFactorial.Log(alpha, logAlpha, x) - RisingFactorial.LogFactorial(x);
            slopes += slope;
            row.Slopes[d] = T.CreateTruncating(slope);
        }
        row.SlopeSum = slopes;
        if (row.Total == 0) return 0;
        _rows[row.Row] = double.CreateTruncating(row.Weight) * (slopes - RisingFactorial.Slope(theta, row.Total));
        return value + RisingFactorial.LogFactorial(row.Total) - RisingFactorial.Log(theta, logTheta, row.Total);
    }

    /// <summary>Slopes by the logits: by the log-means, less each one's share of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Finish(in CountRow<T> row, bool dense)
    {
        T* to = Arguments.LogitsGradient + row.At;
        V weight = V.Broadcast(row.Weight), share = V.Broadcast(T.CreateTruncating(-double.CreateTruncating(row.Weight) * row.SlopeSum / row.Sum));
        for (int i = 0; i < Columns; i += V.Count)
        {
            V slope = share * V.Load(row.Exponentials + i);
            if (dense) slope = V.MultiplyAdd(weight, V.Load(row.Slopes + i), slope);
            Ends<T, V>.Store(slope, to + i, Columns - i);
        }
        for (int j = 0; j < row.Found && !dense; j++) to[row.Places[j]] += row.Weight * row.Slopes[row.Places[j]];
    }

    /// <summary>The tiles' sums, in their order.</summary>
    private readonly void AddSums(int tiles)
    {
        T* to = Arguments.LogThetaGradient;
        for (int i = 0; i < Columns; i += V.Count)
        {
            V sum = V.Zero;
            for (int tile = 0; tile < tiles; tile++) sum += V.Load(_sums + ((nuint)tile * Padded) + (nuint)i);
            Ends<T, V>.Store(sum, to + i, Columns - i);
        }
    }

    /// <summary>Columns whose costs are summed in single precision before they join a sum in double.</summary>
    private const int Block = 1024;
}
