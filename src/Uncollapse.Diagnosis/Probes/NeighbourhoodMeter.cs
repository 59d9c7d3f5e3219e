namespace Uncollapse.Diagnosis.Probes;

/// <summary>
/// Purity and silhouette of classes among points: the mean share of the k nearest neighbours that are of a point's class, and the mean of (b - a) / max(a, b) with a the mean distance to its own
/// class and b that to the nearest other class (Rousseeuw 1987); 0 for a point that is alone in its class. Points without a class take no part.
/// </summary>
internal sealed class NeighbourhoodMeter
{
    private readonly ProbeColumn[] _columns;
    private readonly double[][] _purity;
    private readonly double[][] _silhouette;
    private readonly int[][] _sizes;
    private readonly int _k;

    /// <summary>Measures some class columns in one walk.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="k">Neighbours, at least 1.</param>
    public NeighbourhoodMeter(IReadOnlyList<ProbeColumn> columns, int k)
    {
        _columns = [.. columns];
        _k = k;
        _purity = [.. columns.Select(column => new double[column.Values.Length])];
        _silhouette = [.. columns.Select(column => new double[column.Values.Length])];
        _sizes = [.. columns.Select(column => column.Sizes())];
    }

    /// <summary>An example's part.</summary>
    public void Take(int example, ReadOnlySpan<double> distances, ReadOnlySpan<int> order)
    {
        for (int c = 0; c < _columns.Length; c++)
        {
            if (double.IsNaN(_columns[c].Values[example])) continue;
            _purity[c][example] = Purity(_columns[c], example, order);
            _silhouette[c][example] = Silhouette(_columns[c], _sizes[c], example, distances);
        }
    }

    /// <summary>The mean purity and silhouette of a column, once all examples have been taken.</summary>
    public (double Purity, double Silhouette) Of(int column) =>
        (_columns[column].Known.Average(n => _purity[column][n]), _columns[column].Known.Average(n => _silhouette[column][n]));

    /// <summary>The chance that two different examples are of one class.</summary>
    public static double Chance(ProbeColumn column)
    {
        double all = column.Known.Length;
        return column.Sizes().Sum(size => size / all * Math.Max(0, size - 1) / (all - 1));
    }

    private double Purity(ProbeColumn column, int example, ReadOnlySpan<int> order)
    {
        int seen = 0, alike = 0;
        for (int i = 0; i < order.Length && seen < _k; i++)
        {
            double value = column.Values[order[i]];
            if (double.IsNaN(value)) continue;
            seen++;
            if (value.Equals(column.Values[example])) alike++;
        }

        return seen == 0 ? 0 : (double)alike / seen;
    }

    private static double Silhouette(ProbeColumn column, int[] sizes, int example, ReadOnlySpan<double> distances)
    {
        int own = column.Class(example);
        if (sizes[own] < 2) return 0;
        Span<double> sums = sizes.Length <= 128 ? stackalloc double[sizes.Length] : new double[sizes.Length];
        sums.Clear();
        foreach (int other in column.Known) sums[column.Class(other)] += distances[other];
        double within = sums[own] / (sizes[own] - 1), nearest = double.PositiveInfinity;
        for (int label = 0; label < sizes.Length; label++)
        {
            if (label != own && sizes[label] > 0) nearest = Math.Min(nearest, sums[label] / sizes[label]);
        }

        double larger = Math.Max(within, nearest);
        return larger > 0 && double.IsFinite(nearest) ? (nearest - within) / larger : 0;
    }
}
