using Uncollapse.Models.Posteriors;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>Estimates I(X;Z) = E log q(z|x) - log q(z), the aggregate q(z) a mixture over examples.</summary>
/// <remarks>
/// <para>For an example in the aggregate of M: estimate = log q_n(z) - log (1/M) sum_m q_m(z), upper = log q_n(z) - log 1/(M-1) sum_{m != n} q_m(z).
/// For one outside it, others = (1/M) sum_m q_m(z) and the aggregate is q_n(z)/M + (M-1)/M others, which is the same formula.</para>
/// <para>Cost: examples x M x units multiply-adds a draw, streamed: no array of examples x M exists.</para>
/// </remarks>
public sealed class InformationEstimator
{
    private const double LogTwoPi = 1.8378770664093453;
    private const int Portion = 8192;

    private readonly Posteriors _posteriors;
    private readonly int[] _members;
    private readonly int[] _place;
    private readonly AggregateDensity? _aggregate;
    private readonly PosteriorTable? _table;
    private readonly PairwiseDensity? _pairs;
    private readonly bool _measuresUnits;

    /// <summary>An estimator with its aggregate.</summary>
    /// <param name="posteriors">The posteriors measured.</param>
    /// <param name="aggregateSize">Examples M in the aggregate, drawn without replacement; null for all.</param>
    /// <param name="rng">The key of that draw.</param>
    /// <param name="table">The posteriors where they are no diagonal Gaussians: then <paramref name="posteriors"/> are their units' marginals; null where those are
    /// the posteriors themselves, which is far faster.</param>
    /// <param name="measuresUnits">Whether the units' marginals are Gaussians, so that each unit has an information of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">M is below 2 or above the number of examples.</exception>
    public InformationEstimator(Posteriors posteriors, int? aggregateSize = null, Rng rng = default, PosteriorTable? table = null, bool measuresUnits = true)
    {
        ArgumentNullException.ThrowIfNull(posteriors);
        _posteriors = posteriors;
        int size = aggregateSize ?? posteriors.Examples;
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2, nameof(aggregateSize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, posteriors.Examples, nameof(aggregateSize));
        _members = ExampleDraw.Sorted(posteriors.Examples, size, rng);
        _place = new int[posteriors.Examples];
        Array.Fill(_place, -1);
        for (int i = 0; i < size; i++) _place[_members[i]] = i;
        _measuresUnits = measuresUnits;
        _table = table;
        if (table is null) _aggregate = new AggregateDensity(size == posteriors.Examples ? posteriors : posteriors.Subset(_members));
        else _pairs = new PairwiseDensity(size == posteriors.Examples ? table : table.Subset(_members));
    }

    /// <summary>Draws codes and measures.</summary>
    /// <param name="samples">Codes for each example, at least 1.</param>
    /// <param name="rng">The key of the codes.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Stops between portions.</param>
    public Information Measure(int samples, Rng rng, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        double[] codes = new double[_posteriors.Examples * _posteriors.Units];
        var sums = new Sums(_posteriors.Examples);
        for (int k = 0; k < samples; k++)
        {
            CodeSampler.Fill(_posteriors, rng.Fork((ulong)k), codes);
            int draw = k;
            AddJoint(codes, sums, done => progress?.Report(0.9 * (draw + done) / samples), cancellation);
        }

        double[] perUnit = PerUnit(samples, (k, unit, column) => CodeSampler.FillUnit(_posteriors, unit, rng.Fork((ulong)k), column), cancellation);
        progress?.Report(1);
        return Finish(sums, samples, perUnit);
    }

    /// <summary>Measures at codes that are given, one an example.</summary>
    /// <param name="codes">[examples, units].</param>
    public Information MeasureAt(ReadOnlySpan<double> codes)
    {
        double[] copy = codes.ToArray();
        var sums = new Sums(_posteriors.Examples);
        AddJoint(copy, sums, _ => { }, CancellationToken.None);
        double[] perUnit = PerUnit(1, (_, unit, column) =>
        {
            for (int n = 0; n < column.Length; n++) column[n] = copy[(n * _posteriors.Units) + unit];
        }, CancellationToken.None);
        return Finish(sums, 1, perUnit);
    }

    /// <summary>Measures at codes that a caller draws, each draw once.</summary>
    /// <param name="samples">Codes for each example, at least 1.</param>
    /// <param name="draw">The k-th code of every example, [examples, units].</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Stops between portions.</param>
    public Information MeasureDrawn(int samples, Func<int, double[]> draw, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentNullException.ThrowIfNull(draw);
        double[][] drawn = new double[samples][];
        var sums = new Sums(_posteriors.Examples);
        for (int k = 0; k < samples; k++)
        {
            drawn[k] = draw(k);
            int round = k;
            AddJoint(drawn[k], sums, done => progress?.Report(0.9 * (round + done) / samples), cancellation);
        }

        double[] perUnit = PerUnit(samples, (k, unit, column) =>
        {
            for (int n = 0; n < column.Length; n++) column[n] = drawn[k][(n * _posteriors.Units) + unit];
        }, cancellation);
        progress?.Report(1);
        return Finish(sums, samples, perUnit);
    }

    private static double LogAdd(double a, double b)
    {
        double high = Math.Max(a, b), low = Math.Min(a, b);
        return high + Math.Log(1 + Math.Exp(low - high));
    }

    private void AddJoint(double[] codes, Sums sums, Action<double> report, CancellationToken cancellation)
    {
        int units = _posteriors.Units;
        double members = _members.Length;
        double[] others = new double[Portion];
        double[] queries = _table?.Prepare(codes) ?? codes;
        int width = _table?.QueryCount ?? units;
        for (int first = 0; first < _posteriors.Examples; first += Portion)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(Portion, _posteriors.Examples - first);
            if (_pairs is not null) _pairs.LogSums(queries.AsMemory(first * width, count * width), _place.AsMemory(first, count), others);
            else _aggregate!.LogSums(codes.AsSpan(first * units, count * units), _place.AsSpan(first, count), others.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                int n = first + i;
                double own = LogDensity(n, queries.AsSpan(n * width, width));
                double mean = others[i] - Math.Log(_place[n] >= 0 ? members - 1 : members);
                sums.Lower[n] += own - (LogAdd(own, mean + Math.Log(members - 1)) - Math.Log(members));
                sums.Upper += own - mean;
            }

            report((double)(first + count) / _posteriors.Examples);
        }
    }

    private double LogDensity(int example, ReadOnlySpan<double> code)
    {
        double sum = 0;
        if (_table is not null)
        {
            _table.LogDensities(code, example, new Span<double>(ref sum));
            return sum;
        }

        int at = example * _posteriors.Units;
        for (int j = 0; j < code.Length; j++) sum += LogDensity(code[j], _posteriors.Mean[at + j], _posteriors.LogVariance[at + j]);
        return sum;
    }

    private static double LogDensity(double code, double mean, double logVariance)
    {
        double u = (code - mean) * Math.Exp(-0.5 * logVariance);
        return -0.5 * ((u * u) + logVariance + LogTwoPi);
    }

    private double[] PerUnit(int samples, Action<int, int, double[]> fill, CancellationToken cancellation)
    {
        double[] result = new double[_measuresUnits ? _posteriors.Units : 0];
        Tiles.Run(result.Length, unit =>
        {
            if (cancellation.IsCancellationRequested) return;
            result[unit] = OfUnit(unit, samples, fill);
        });
        cancellation.ThrowIfCancellationRequested();
        return result;
    }

    private double OfUnit(int unit, int samples, Action<int, int, double[]> fill)
    {
        int units = _posteriors.Units, size = _members.Length;
        ReadOnlySpan<double> mean = _posteriors.Mean, logVariance = _posteriors.LogVariance;
        double[] means = new double[size], deviations = new double[size], column = new double[_posteriors.Examples];
        for (int i = 0; i < size; i++)
        {
            int at = (_members[i] * units) + unit;
            means[i] = mean[at];
            deviations[i] = Math.Exp(0.5 * logVariance[at]);
        }

        var density = new MarginalDensity(means, deviations);
        double total = 0;
        for (int k = 0; k < samples; k++)
        {
            fill(k, unit, column);
            for (int n = 0; n < column.Length; n++)
            {
                int at = (n * units) + unit;
                double own = LogDensity(column[n], mean[at], logVariance[at]);
                double sum = density.Sum(column[n]), self = Math.Exp(own);
                // An example outside the aggregate joins it with weight 1/M, as in the joint measure. The grid cannot miss an example's own share.
                double aggregate = _place[n] >= 0 ? Math.Max(sum, self) / size : (self + ((size - 1) * sum / size)) / size;
                total += own - Math.Log(aggregate);
            }
        }

        return total / ((double)samples * column.Length);
    }

    private Information Finish(Sums sums, int samples, double[] perUnit)
    {
        for (int n = 0; n < sums.Lower.Length; n++) sums.Lower[n] /= samples;
        var rate = Rate.Measure(_posteriors);
        double estimate = sums.Lower.Average();
        return new Information
        {
            PerExample = sums.Lower,
            Estimate = estimate,
            Upper = sums.Upper / ((double)samples * sums.Lower.Length),
            PerUnit = perUnit,
            AggregateKl = rate.Total - estimate,
            MarginalKl = rate.Total - perUnit.Sum(),
            AggregateSize = _members.Length,
            Samples = samples,
        };
    }

    private sealed class Sums(int examples)
    {
        public readonly double[] Lower = new double[examples];
        public double Upper;
    }
}
