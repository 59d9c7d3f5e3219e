using System.Buffers;
using System.Numerics;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>The sum of many diagonal Gaussians, sum_m N(z; mean_m, diag v_m), in the log domain: the aggregate posterior times its size.</summary>
/// <remarks>
/// Large problems run in single precision, in the form u = z/s - mean/s about each unit's common centre, whose rounding grows with
/// mean/s; a code whose estimated rounding exceeds <see cref="Tolerance"/> is computed again in double. Small problems, and posteriors
/// so narrow that single precision cannot place them, run in double altogether.
/// </remarks>
internal sealed class AggregateDensity
{
    /// <summary>The root-mean-square rounding in nats that one code's log-sum may carry; over N codes the mean's falls as 1 / sqrt(N).</summary>
    public const double Tolerance = 3e-4;

    private const double SingleUnit = 1.0 / (1 << 24);
    private const double SmallProblem = 1 << 26;
    private const int RedoneAtOnce = 4096;
    private const int TileRows = 256;
    private const double LogTwoPi = 1.8378770664093453;

    private readonly Posteriors _members;
    private readonly int _units;
    private readonly double[] _centre;
    private readonly double[] _logWeight;
    private readonly double _largestLogWeight;
    private readonly double _spread;
    private readonly Lazy<Prepared<float>> _single;
    private readonly Lazy<Prepared<double>> _double;

    public AggregateDensity(Posteriors members)
    {
        _members = members;
        _units = members.Units;
        _centre = Moments.Means(members.Examples, _units, members.Mean);
        _logWeight = new double[members.Examples];
        int tiles = (members.Examples + TileRows - 1) / TileRows;
        double[] squares = new double[tiles * _units];
        Tiles.Run(tiles, tile => Weigh(tile, squares.AsSpan(tile * _units, _units)));
        _largestLogWeight = _logWeight.Max();
        _spread = Math.Sqrt(Moments.Means(tiles, _units, squares).Max() * tiles / members.Examples);
        _single = new(() => new Prepared<float>(this));
        _double = new(() => new Prepared<double>(this));
    }

    /// <summary>results[q] = log sum over m != excluded[q] of N(codes[q]; mean_m, diag v_m).</summary>
    /// <param name="codes">[queries, units].</param>
    /// <param name="excluded">The member left out for each code, or -1.</param>
    /// <param name="results">One a code.</param>
    /// <returns>How many codes were computed in double precision.</returns>
    public int LogSums(ReadOnlySpan<double> codes, ReadOnlySpan<int> excluded, Span<double> results)
    {
        int queries = results.Length;
        if ((double)queries * _members.Examples * _units <= SmallProblem || !(Rounding(_units) < Tolerance))
        {
            _double.Value.LogSums(codes, excluded, results);
            return queries;
        }

        _single.Value.LogSums(codes, excluded, results);
        var again = new List<int>();
        for (int q = 0; q < queries; q++)
        {
            double square = 2 * (_largestLogWeight + Math.Log(_members.Examples) - results[q]);
            if (!(Rounding(square) < Tolerance)) again.Add(q);
        }

        Redo(again, codes, excluded, results);
        return again.Count;
    }

    /// <summary>Some members' log-weights, and each unit's sum of (mean/s)^2 + 1 over them.</summary>
    private void Weigh(int tile, Span<double> squares)
    {
        ReadOnlySpan<double> mean = _members.Mean, logVariance = _members.LogVariance;
        for (int m = tile * TileRows; m < Math.Min(_members.Examples, (tile + 1) * TileRows); m++)
        {
            double weight = 0;
            for (int j = 0, i = m * _units; j < _units; j++, i++)
            {
                double difference = mean[i] - _centre[j];
                weight -= 0.5 * (logVariance[i] + LogTwoPi);
                squares[j] += (difference * difference * Math.Exp(-logVariance[i])) + 1;
            }

            _logWeight[m] = weight;
        }
    }

    /// <summary>The rounding of -|u|^2/2 in single precision: of u, by its two terms, and of the running sum.</summary>
    private double Rounding(double square) =>
        SingleUnit * ((Math.Sqrt(Math.Max(square, _units)) * _spread) + (0.25 * Math.Max(square, 0) * Math.Sqrt(_units)));

    private void Redo(List<int> queries, ReadOnlySpan<double> codes, ReadOnlySpan<int> excluded, Span<double> results)
    {
        for (int first = 0; first < queries.Count; first += RedoneAtOnce)
        {
            int count = Math.Min(RedoneAtOnce, queries.Count - first);
            double[] some = new double[count * _units], sums = new double[count];
            int[] without = new int[count];
            for (int i = 0; i < count; i++)
            {
                int q = queries[first + i];
                codes.Slice(q * _units, _units).CopyTo(some.AsSpan(i * _units));
                without[i] = excluded[q];
            }

            _double.Value.LogSums(some, without, sums);
            for (int i = 0; i < count; i++) results[queries[first + i]] = sums[i];
        }
    }

    /// <summary>The members in one precision: about the common centre, log-weights relative to the largest.</summary>
    private sealed class Prepared<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly AggregateDensity _of;
        private readonly T[] _inverseDeviation;
        private readonly T[] _scaledMean;
        private readonly T[] _logWeight;

        public Prepared(AggregateDensity of)
        {
            _of = of;
            _inverseDeviation = new T[of._members.Mean.Length];
            _scaledMean = new T[_inverseDeviation.Length];
            Tiles.Run((of._members.Examples + TileRows - 1) / TileRows, Prepare);
            _logWeight = Array.ConvertAll(of._logWeight, weight => T.CreateTruncating(weight - of._largestLogWeight));
        }

        public void LogSums(ReadOnlySpan<double> codes, ReadOnlySpan<int> excluded, Span<double> results)
        {
            T[] centred = ArrayPool<T>.Shared.Rent(codes.Length);
            for (int q = 0, i = 0; q < results.Length; q++)
            {
                for (int j = 0; j < _of._units; j++, i++) centred[i] = T.CreateTruncating(codes[i] - _of._centre[j]);
            }

            KernelTable<T>.Current.GaussianLogSums(
                results.Length, _of._members.Examples, _of._units, centred.AsSpan(0, codes.Length), _inverseDeviation, _scaledMean, _logWeight, excluded, results);
            ArrayPool<T>.Shared.Return(centred);
            for (int q = 0; q < results.Length; q++) results[q] += _of._largestLogWeight;
        }

        private void Prepare(int tile)
        {
            ReadOnlySpan<double> mean = _of._members.Mean, logVariance = _of._members.LogVariance;
            int units = _of._units;
            for (int m = tile * TileRows; m < Math.Min(_of._members.Examples, (tile + 1) * TileRows); m++)
            {
                for (int j = 0, i = m * units; j < units; j++, i++)
                {
                    // The rounded 1/s multiplies both terms of u, so that its rounding only rescales u.
                    _inverseDeviation[i] = T.CreateTruncating(Math.Exp(-0.5 * logVariance[i]));
                    _scaledMean[i] = T.CreateTruncating((mean[i] - _of._centre[j]) * double.CreateTruncating(_inverseDeviation[i]));
                }
            }
        }
    }
}
