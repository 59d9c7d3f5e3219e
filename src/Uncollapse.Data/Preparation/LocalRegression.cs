namespace Uncollapse.Data.Preparation;

/// <summary>
/// Loess: at each x the value of a quadratic that is fitted to the nearest share of the points, weighted by w = (1 - (d/h)^3)^3 where h is the
/// distance of the farthest of them. It is computed at every point (no interpolation between vertices). Source: Cleveland &amp; Devlin 1988.
/// </summary>
public static class LocalRegression
{
    private const int Terms = 3;

    // A pivot so much smaller than the largest means that the points do not determine the term.
    private const double Singular = 1e-10;

    /// <summary>The curve at the points.</summary>
    /// <param name="x">Places; any order, equal ones allowed.</param>
    /// <param name="y">Values.</param>
    /// <param name="span">The share of the points of each fit, in (0, 1].</param>
    /// <returns>The fitted value of each point.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or the span is no share.</exception>
    public static double[] Quadratic(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double span)
    {
        if (x.Length != y.Length || !(span > 0 && span <= 1))
            throw new ArgumentException($"{x.Length} places and {y.Length} values with a span of {span}.", nameof(span));
        int[] order = [.. Enumerable.Range(0, x.Length)];
        double[] places = x.ToArray();
        Array.Sort(places, order);
        // Genes of few counts share their mean: equal places are one point with a weight.
        var points = new List<(double X, double Sum, int Count)>();
        foreach (int i in order)
        {
            if (points.Count > 0 && points[^1].X == x[i])
                points[^1] = (x[i], points[^1].Sum + y[i], points[^1].Count + 1);
            else
                points.Add((x[i], y[i], 1));
        }
        int nearest = Math.Max(1, (int)Math.Floor((x.Length * span) + 1e-5));
        double[] fitted = new double[x.Length];
        int at = 0;
        for (int point = 0; point < points.Count; point++)
        {
            double value = Fit(points, point, nearest);
            for (int i = 0; i < points[point].Count; i++)
                fitted[order[at++]] = value;
        }
        return fitted;
    }

    private static double Fit(List<(double X, double Sum, int Count)> points, int at, int nearest)
    {
        double centre = points[at].X;
        int low = at, high = at, number = points[at].Count;
        double reach = 0;
        // A reach of 0 would leave one point, which says nothing of a curve.
        while ((number < nearest || reach == 0) && (low > 0 || high < points.Count - 1))
        {
            double left = low > 0 ? centre - points[low - 1].X : double.PositiveInfinity;
            double right = high < points.Count - 1 ? points[high + 1].X - centre : double.PositiveInfinity;
            reach = Math.Min(left, right);
            number += left <= right ? points[--low].Count : points[++high].Count;
        }
        if (reach == 0)
            return points[at].Sum / points[at].Count;
        Span<double> moments = stackalloc double[(2 * Terms) - 1];
        Span<double> right3 = stackalloc double[Terms];
        moments.Clear();
        right3.Clear();
        for (int i = low; i <= high; i++)
        {
            double u = (points[i].X - centre) / reach;
            double cube = 1 - Math.Abs(u * u * u);
            double weight = cube * cube * cube;
            if (!(weight > 0))
                continue;
            double power = weight;
            for (int k = 0; k < moments.Length; k++)
            {
                moments[k] += power * points[i].Count;
                if (k < Terms)
                    right3[k] += power * points[i].Sum;
                power *= u;
            }
        }
        return Constant(moments, right3);
    }

    /// <summary>The constant term of the weighted fit: by elimination from the highest term down, leaving out terms that the points do not determine.</summary>
    private static double Constant(ReadOnlySpan<double> moments, ReadOnlySpan<double> right)
    {
        for (int terms = Terms; terms > 1; terms--)
        {
            if (TrySolve(moments, right, terms, out double constant))
                return constant;
        }
        return right[0] / moments[0];
    }

    private static bool TrySolve(ReadOnlySpan<double> moments, ReadOnlySpan<double> right, int terms, out double constant)
    {
        Span<double> matrix = stackalloc double[Terms * Terms];
        Span<double> vector = stackalloc double[Terms];
        for (int i = 0; i < terms; i++)
        {
            vector[i] = right[i];
            for (int j = 0; j < terms; j++)
                matrix[(i * Terms) + j] = moments[i + j];
        }
        constant = 0;
        for (int k = terms - 1; k > 0; k--)
        {
            double pivot = matrix[(k * Terms) + k];
            if (!(pivot > Singular * moments[0]))
                return false;
            for (int i = 0; i < k; i++)
            {
                double factor = matrix[(i * Terms) + k] / pivot;
                for (int j = 0; j < k; j++)
                    matrix[(i * Terms) + j] -= factor * matrix[(k * Terms) + j];
                vector[i] -= factor * vector[k];
            }
        }
        if (!(matrix[0] > Singular * moments[0]))
            return false;
        constant = vector[0] / matrix[0];
        return true;
    }
}
