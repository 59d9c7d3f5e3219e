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
    private const double LogTwoPi = 1.8378770664093453;

    private readonly int _members;
    private readonly int _units;
    private readonly double[] _centre;
    private readonly double[] _inverseDeviation;
    private readonly double[] _scaledMean;
    private readonly double[] _logWeight;
    private readonly double _largestLogWeight;
    private readonly double _spread;
    private readonly Lazy<SinglePrecision> _single;

    public AggregateDensity(Posteriors members)
    {
        _members = members.Examples;
        _units = members.Units;
        ReadOnlySpan<double> mean = members.Mean, logVariance = members.LogVariance;
        _centre = Moments.Means(_members, _units, mean);
        _inverseDeviation = new double[mean.Length];
        _scaledMean = new double[mean.Length];
        _logWeight = new double[_members];
        double[] squares = new double[_units];
        for (int i = 0; i < mean.Length; i++)
        {
            int unit = i % _units;
            _inverseDeviation[i] = Math.Exp(-0.5 * logVariance[i]);
            _scaledMean[i] = (mean[i] - _centre[unit]) * _inverseDeviation[i];
            _logWeight[i / _units] -= 0.5 * (logVariance[i] + LogTwoPi);
            squares[unit] += (_scaledMean[i] * _scaledMean[i]) + 1;
        }

        _largestLogWeight = _logWeight.Max();
        _spread = Math.Sqrt(squares.Max() / _members);
        _single = new(() => new SinglePrecision(this));
    }

    /// <summary>results[q] = log sum over m != excluded[q] of N(codes[q]; mean_m, diag v_m).</summary>
    /// <param name="codes">[queries, units].</param>
    /// <param name="excluded">The member left out for each code, or -1.</param>
    /// <param name="results">One a code.</param>
    /// <returns>How many codes were computed in double precision.</returns>
    public int LogSums(ReadOnlySpan<double> codes, ReadOnlySpan<int> excluded, Span<double> results)
    {
        int queries = results.Length;
        if ((double)queries * _members * _units <= SmallProblem || !(Rounding(_units) < Tolerance))
        {
            InDouble(codes, excluded, results);
            return queries;
        }

        _single.Value.LogSums(codes, excluded, results);
        var again = new List<int>();
        for (int q = 0; q < queries; q++)
        {
            double square = 2 * (_largestLogWeight + Math.Log(_members) - results[q]);
            if (!(Rounding(square) < Tolerance)) again.Add(q);
        }

        Redo(again, codes, excluded, results);
        return again.Count;
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

            InDouble(some, without, sums);
            for (int i = 0; i < count; i++) results[queries[first + i]] = sums[i];
        }
    }

    private void InDouble(ReadOnlySpan<double> codes, ReadOnlySpan<int> excluded, Span<double> results)
    {
        double[] centred = new double[codes.Length];
        for (int i = 0; i < centred.Length; i++) centred[i] = codes[i] - _centre[i % _units];
        KernelTable<double>.Current.GaussianLogSums(
            results.Length, _members, _units, centred, _inverseDeviation, _scaledMean, _logWeight, excluded, results);
    }

    /// <summary>The members in single precision, log-weights relative to the largest.</summary>
    private sealed class SinglePrecision
    {
        private readonly AggregateDensity _of;
        private readonly float[] _inverseDeviation;
        private readonly float[] _scaledMean;
        private readonly float[] _logWeight;

        public SinglePrecision(AggregateDensity of)
        {
            _of = of;
            _inverseDeviation = new float[of._inverseDeviation.Length];
            _scaledMean = new float[of._scaledMean.Length];
            _logWeight = new float[of._members];
            for (int i = 0; i < _inverseDeviation.Length; i++)
            {
                // The rounded 1/s multiplies both terms of u, so that its rounding only rescales u.
                _inverseDeviation[i] = (float)of._inverseDeviation[i];
                _scaledMean[i] = (float)(of._scaledMean[i] * (_inverseDeviation[i] / of._inverseDeviation[i]));
            }

            for (int m = 0; m < _logWeight.Length; m++) _logWeight[m] = (float)(of._logWeight[m] - of._largestLogWeight);
        }

        public void LogSums(ReadOnlySpan<double> codes, ReadOnlySpan<int> excluded, Span<double> results)
        {
            float[] centred = new float[codes.Length];
            for (int i = 0; i < centred.Length; i++) centred[i] = (float)(codes[i] - _of._centre[i % _of._units]);
            KernelTable<float>.Current.GaussianLogSums(
                results.Length, _of._members, _of._units, centred, _inverseDeviation, _scaledMean, _logWeight, excluded, results);
            for (int q = 0; q < results.Length; q++) results[q] += _of._largestLogWeight;
        }
    }
}
