using MathNet.Numerics;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Probes;

/// <summary>
/// I(column; Z) in nats by distances to the k-th neighbour: for numbers Kraskov, Stoegbauer and Grassberger 2004, the first estimator, with Euclidean distances of codes and the larger of both
/// distances jointly: psi(k) + psi(N) - mean[psi(n_z + 1) + psi(n_y + 1)]; for classes Ross 2014: psi(N) + mean[psi(k_i) - psi(N_class) - psi(m_i)],
/// where classes of one example, which have no neighbour of their own, take no part.
/// </summary>
internal sealed class NeighbourInformation
{
    private readonly ProbeColumn[] _columns;
    private readonly double[][] _terms;
    private readonly double[]?[] _ordered;
    private readonly int[][] _sizes;
    private readonly int _k;

    /// <summary>A column with others that the same walk measures.</summary>
    /// <param name="columns">The columns, with and without exchanged values.</param>
    /// <param name="k">Neighbours, at least 1.</param>
    public NeighbourInformation(IEnumerable<ProbeColumn> columns, int k)
    {
        _columns = [.. columns];
        _k = k;
        _terms = [.. _columns.Select(column => Empty(column.Values.Length))];
        _ordered = [.. _columns.Select(column => column.Classes is null ? Ordered(column) : null)];
        _sizes = [.. _columns.Select(column => column.Sizes())];
    }

    /// <summary>The probe of every column: of each the values as they are, and the estimator's baseline by exchanged ones.</summary>
    /// <param name="codes">[examples, units].</param>
    /// <param name="units">Units.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="k">Neighbours.</param>
    /// <param name="permutations">Exchanges for the baseline.</param>
    /// <param name="seed">Recorded.</param>
    /// <param name="rng">The key of the exchanges.</param>
    /// <param name="report">Told the share done.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<InformationProbe> Measure(
        double[] codes, int units, IReadOnlyList<ProbeColumn> columns, int k, int permutations, long seed, Rng rng, Action<double> report, CancellationToken cancellation)
    {
        var walk = new NeighbourInformation(columns.SelectMany((column, c) => Enumerable.Range(0, permutations + 1).Select(p => p == 0 ? Standard(column) : Standard(column).Exchanged(rng.Fork((ulong)c).Fork((ulong)p)))), k);
        Distances.ForEach(codes, units, (n, _, sorted, order) => walk.Take(n, sorted, order), report, cancellation);
        return [.. columns.Select((column, c) =>
        {
            double[] values = [.. Enumerable.Range(c * (permutations + 1), permutations + 1).Select(walk.Estimate)];
            return new InformationProbe
            {
                Estimate = values[0],
                Baseline = values.Skip(1).Average(),
                BaselineDeviation = permutations > 1 ? Math.Sqrt(values.Skip(1).Sum(value => Math.Pow(value - values.Skip(1).Average(), 2)) / (permutations - 1)) : 0,
                Entropy = column.Classes is null ? null : Entropy(column),
                Estimator = column.Classes is null ? "ksg-2004" : "ross-2014",
                Neighbours = k,
                Permutations = permutations,
                Units = units,
                Seed = seed,
            };
        })];
    }

    /// <summary>An example's part in every estimate.</summary>
    public void Take(int example, ReadOnlySpan<double> sorted, ReadOnlySpan<int> order)
    {
        Span<double> nearest = stackalloc double[_k];
        for (int c = 0; c < _columns.Length; c++)
        {
            if (double.IsNaN(_columns[c].Values[example])) continue;
            _terms[c][example] = _columns[c].Classes is null ? OfNumber(c, example, sorted, order, nearest) : OfClass(c, example, order);
        }
    }

    /// <summary>The estimate of a column, once all examples have been taken.</summary>
    public double Estimate(int column)
    {
        double[] terms = [.. _terms[column].Where(term => !double.IsNaN(term))];
        return terms.Length == 0 ? 0 : terms.Average() + SpecialFunctions.DiGamma(terms.Length);
    }

    private static double Entropy(ProbeColumn column)
    {
        int[] sizes = [.. column.Sizes().Where(size => size > 1)];
        double all = sizes.Sum();
        return sizes.Sum(size => size / all * Math.Log(all / size));
    }

    /// <summary>Numbers on the scale of a code: the estimator looks at the larger of two distances.</summary>
    private static ProbeColumn Standard(ProbeColumn column)
    {
        if (column.Classes is not null || column.Known.Length == 0) return column;
        double mean = column.Known.Average(n => column.Values[n]), deviation = Math.Sqrt(column.Known.Average(n => Math.Pow(column.Values[n] - mean, 2)));
        return deviation > 0 ? column with { Values = Array.ConvertAll(column.Values, value => (value - mean) / deviation) } : column;
    }

    private static double[] Empty(int count)
    {
        double[] terms = new double[count];
        Array.Fill(terms, double.NaN);
        return terms;
    }

    private static double[] Ordered(ProbeColumn column)
    {
        double[] values = [.. column.Known.Select(n => column.Values[n])];
        Array.Sort(values);
        return values;
    }

    // The place of the k-th neighbour of the class among all: ties count by the order in which they are met.
    private double OfClass(int c, int example, ReadOnlySpan<int> order)
    {
        ProbeColumn column = _columns[c];
        int label = column.Class(example), size = _sizes[c][label], wanted = Math.Min(_k, size - 1), met = 0, place = 0;
        if (wanted == 0) return double.NaN;
        foreach (int other in order)
        {
            double value = column.Values[other];
            if (double.IsNaN(value) || _sizes[c][(int)value] < 2) continue;
            place++;
            if ((int)value == label && ++met == wanted) break;
        }

        return SpecialFunctions.DiGamma(wanted) - SpecialFunctions.DiGamma(size) - SpecialFunctions.DiGamma(place);
    }

    private double OfNumber(int c, int example, ReadOnlySpan<double> sorted, ReadOnlySpan<int> order, Span<double> nearest)
    {
        ProbeColumn column = _columns[c];
        double[] ordered = _ordered[c]!;
        int k = Math.Min(_k, column.Known.Length - 1);
        if (k == 0) return double.NaN;
        double own = column.Values[example];
        nearest.Fill(double.PositiveInfinity);
        Span<double> best = nearest[..k];
        for (int i = 0; i < order.Length && sorted[i] < best[^1]; i++)
        {
            double value = column.Values[order[i]];
            if (double.IsNaN(value)) continue;
            double distance = Math.Max(sorted[i], Math.Abs(value - own));
            if (!(distance < best[^1])) continue;
            int at = k - 1;
            for (; at > 0 && best[at - 1] > distance; at--) best[at] = best[at - 1];
            best[at] = distance;
        }

        double reach = best[^1];
        int near = 0, alike = Below(ordered, own + reach, reach, own) - Above(ordered, own - reach, reach, own) - 1;
        for (int i = 0; i < order.Length && sorted[i] < reach; i++)
        {
            if (!double.IsNaN(column.Values[order[i]])) near++;
        }

        return SpecialFunctions.DiGamma(k) - SpecialFunctions.DiGamma(near + 1) - SpecialFunctions.DiGamma(Math.Max(0, alike) + 1);
    }

    /// <summary>How many values lie below one that is nearer than the reach: the first place, from the top, of |value - own| at least the reach.</summary>
    private static int Below(double[] ordered, double end, double reach, double own)
    {
        int at = LowerBound(ordered, end);
        while (at < ordered.Length && ordered[at] - own < reach) at++;
        while (at > 0 && ordered[at - 1] - own >= reach) at--;
        return at;
    }

    /// <summary>The first place whose value is nearer than the reach.</summary>
    private static int Above(double[] ordered, double start, double reach, double own)
    {
        int at = LowerBound(ordered, start);
        while (at < ordered.Length && own - ordered[at] >= reach) at++;
        while (at > 0 && own - ordered[at - 1] < reach) at--;
        return at;
    }

    private static int LowerBound(double[] ordered, double value)
    {
        int low = 0, high = ordered.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (ordered[middle] < value) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
