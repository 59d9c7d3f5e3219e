namespace Uncollapse.Diagnosis.Measures;

/// <summary>The sum of many Gaussians of one unit, sum_m N(z; mean_m, s_m^2), in time proportional to members plus codes, not their product.</summary>
/// <remarks>
/// Members are sorted into octaves of s. An octave [s, 2 s) is summed once on a grid of spacing s / 4, each member to
/// <see cref="Reach"/> of its own deviations (beyond which it is below 2e-16 of its peak), and read off by 8-point Lagrange interpolation.
/// The interpolation's error is at most (43 / 8!) (1/4)^8 max |g^(8)| s^8 = 1.7e-6 of a member's peak, for the narrowest of an octave;
/// relative to its density, x deviations out, 1.6e-8 |He_8(x)|, below 1e-5 to 3.3 deviations. Grids exist only where there are members.
/// </remarks>
internal sealed class MarginalDensity
{
    /// <summary>Deviations to which a member is summed.</summary>
    public const double Reach = 8.5;

    private const int CellsPerDeviation = 4;
    private const int Margin = 4;
    private const int HalfWindow = (int)(Reach * 2 * CellsPerDeviation) + 2;
    private const double SquareRootOfTwoPi = 2.5066282746310002;
    private readonly Octave[] _octaves;
    private readonly double _centre;

    /// <summary>Sums the members.</summary>
    /// <param name="mean">The means.</param>
    /// <param name="deviation">The standard deviations, positive.</param>
    public MarginalDensity(double[] mean, double[] deviation)
    {
        _centre = mean.Average();
        int[] exponents = Array.ConvertAll(deviation, Math.ILogB);
        _octaves = [.. exponents.Distinct().Order().Select(exponent => new Octave(exponent, exponents, mean, deviation, _centre))];
    }

    /// <summary>sum_m N(code; mean_m, s_m^2), at least 0.</summary>
    /// <param name="code">The code.</param>
    public double Sum(double code)
    {
        double sum = 0;
        foreach (Octave octave in _octaves) sum += octave.Read(code - _centre);
        return Math.Max(sum, 0);
    }

    private sealed class Octave
    {
        private readonly double _spacing;
        private readonly double _perSpacing;
        private readonly long[] _starts;
        private readonly int[] _offsets;
        private readonly double[] _values;

        public Octave(int exponent, int[] exponents, double[] mean, double[] deviation, double centre)
        {
            _spacing = Math.ScaleB(1.0 / CellsPerDeviation, exponent);
            _perSpacing = 1 / _spacing;
            int[] members = [.. Enumerable.Range(0, mean.Length).Where(member => exponents[member] == exponent)];
            long[] cells = Array.ConvertAll(members, member => Cell(mean[member] - centre));
            long low = cells.Min(), high = cells.Max();
            bool isDense = high - low <= (long)members.Length * HalfWindow;
            if (!isDense) Array.Sort(cells, members);
            (_starts, _offsets) = isDense
                ? ([low - HalfWindow - Margin], [0, checked((int)(high - low) + (2 * (HalfWindow + Margin)) + 1)])
                : Segments(cells);
            _values = new double[_offsets[^1]];
            int segment = 0;
            for (int i = 0; i < members.Length; i++)
            {
                while (segment + 1 < _starts.Length && _starts[segment + 1] <= cells[i]) segment++;
                int member = members[i];
                Add(_offsets[segment] + (int)(cells[i] - _starts[segment]), (cells[i] * _spacing) - (mean[member] - centre), deviation[member]);
            }
        }

        /// <summary>Where members are sparse, the runs of cells that any of them reaches, from their sorted cells.</summary>
        private static (long[] Starts, int[] Offsets) Segments(long[] cells)
        {
            var starts = new List<long>();
            var offsets = new List<int> { 0 };
            long end = 0;
            foreach (long cell in cells)
            {
                if (starts.Count == 0 || cell - HalfWindow - Margin > end)
                {
                    if (starts.Count > 0) offsets.Add(checked(offsets[^1] + (int)(end - starts[^1])));
                    starts.Add(cell - HalfWindow - Margin);
                }

                end = cell + HalfWindow + Margin + 1;
            }

            offsets.Add(checked(offsets[^1] + (int)(end - starts[^1])));
            return ([.. starts], [.. offsets]);
        }

        public double Read(double position)
        {
            double scaled = position * _perSpacing;
            double floor = Math.Floor(scaled);
            if (!(Math.Abs(floor) < 1L << 62)) return 0;
            long first = (long)floor - (Margin - 1);
            int segment = _starts.Length == 1 ? 0 : Array.BinarySearch(_starts, first);
            if (segment < 0) segment = ~segment - 1;
            if (segment < 0 || first < _starts[segment]) return 0;
            long offset = first - _starts[segment];
            return offset + (2 * Margin) > _offsets[segment + 1] - _offsets[segment]
                ? 0
                : Interpolate(_values.AsSpan(_offsets[segment] + (int)offset, 2 * Margin), scaled - floor);
        }

        /// <summary>The polynomial of degree 7 through values at -3 .. 4, at t in [0, 1).</summary>
        private static double Interpolate(ReadOnlySpan<double> values, double t)
        {
            // Each weight is the product of the other seven distances over that of the node's own to the others: 144 = 3! 4!, 240 = 2! 5!, ...
            double a = t + 3, b = t + 2, c = t + 1, e = t - 1, f = t - 2, g = t - 3, h = t - 4;
            double ab = a * b, abc = ab * c, abcd = abc * t, gh = g * h, fgh = f * gh, efgh = e * fgh;
            double low = (abc * values[3] * (1.0 / 144)) - (t * ((ab * values[2] * (1.0 / 240)) - (c * ((a * values[1] * (1.0 / 720)) - (b * values[0] * (1.0 / 5040))))));
            double high = (e * ((gh * values[5] * (1.0 / 240)) - (f * ((h * values[6] * (1.0 / 720)) - (g * values[7] * (1.0 / 5040)))))) - (fgh * values[4] * (1.0 / 144));
            return (low * efgh) + (high * abcd);
        }

        private long Cell(double position) => (long)Math.Round(position * _perSpacing);

        /// <summary>Adds one member on both sides of its nearest node by the recurrence of a Gaussian at equal steps.</summary>
        private void Add(int node, double distance, double deviation)
        {
            double x = distance / deviation, step = _spacing / deviation;
            double peak = Math.Exp(-0.5 * x * x) / (deviation * SquareRootOfTwoPi);
            double up = peak, down = peak, shrink = Math.Exp(-step * step);
            double upRatio = Math.Exp((-x * step) - (0.5 * step * step)), downRatio = Math.Exp((x * step) - (0.5 * step * step));
            int reach = (int)(Reach / step) + 1;
            _values[node] += peak;
            for (int k = 1; k <= reach; k++)
            {
                up *= upRatio;
                down *= downRatio;
                upRatio *= shrink;
                downRatio *= shrink;
                _values[node + k] += up;
                _values[node - k] += down;
            }
        }
    }
}
