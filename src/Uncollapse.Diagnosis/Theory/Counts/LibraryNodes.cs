namespace Uncollapse.Diagnosis.Theory.Counts;

/// <summary>
/// Libraries at Chebyshev's points of their logarithm. A smooth function of the library is its values there times <see cref="Weights"/>, so that sums over all examples, of which
/// most have a 0 at any output, cost as much as there are points. log(1 + L rho / theta) has its nearest singularity at a distance of pi from the axis of log L, which
/// gives the error: below 1e-10 of its size. Zero inflation brings singularities nearer, where a zero turns from one of the distribution's to one beside within a narrow range of
/// libraries: there the relative error of a sum can reach 3e-3, and 4e-2 at worst.
/// </summary>
internal sealed class LibraryNodes
{
    private const double Error = 1e-10;

    private LibraryNodes(double[] libraries, double[] weights, double[] total)
    {
        Libraries = libraries;
        Weights = weights;
        Total = total;
    }

    /// <summary>The library at each point.</summary>
    public double[] Libraries { get; }

    /// <summary>The weight of each point for each example, [examples, points]; all 0 for an example without a count, whose likelihood is 1 whatever the code.</summary>
    public double[] Weights { get; }

    /// <summary>The sum of the weights of each point over the examples.</summary>
    public double[] Total { get; }

    /// <summary>Points.</summary>
    public int Count => Libraries.Length;

    public static LibraryNodes Of(double[] sums)
    {
        double[] logs = [.. sums.Where(sum => sum > 0).Select(sum => Math.Log(sum))];
        if (logs.Length == 0) return new LibraryNodes([], [], []);
        double low = logs.Min(), high = logs.Max(), centre = (low + high) / 2, half = (high - low) / 2;
        // The ellipse through the singularity (Trefethen 2013, theorem 8.2).
        double ratio = half > 0 ? Math.PI / half : double.PositiveInfinity;
        int count = half > 0 ? Math.Clamp((int)Math.Ceiling(-Math.Log(Error) / Math.Log(ratio + Math.Sqrt(1 + (ratio * ratio)))), 2, 64) : 1;
        double[] points = new double[count], barycentric = new double[count];
        for (int k = 0; k < count; k++)
        {
            double angle = Math.PI * ((2 * k) + 1) / (2.0 * count);
            points[k] = Math.Cos(angle);
            barycentric[k] = (k % 2 == 0 ? 1 : -1) * Math.Sin(angle);
        }

        double[] weights = new double[sums.Length * count], total = new double[count];
        for (int n = 0; n < sums.Length; n++)
        {
            if (!(sums[n] > 0)) continue;
            Span<double> row = weights.AsSpan(n * count, count);
            Write(half > 0 ? (Math.Log(sums[n]) - centre) / half : 0, points, barycentric, row);
            for (int k = 0; k < count; k++) total[k] += row[k];
        }

        return new LibraryNodes(Array.ConvertAll(points, point => Math.Exp(centre + (half * point))), weights, total);
    }

    /// <summary>Lagrange's polynomials of the points, by the barycentric formula (Berrut and Trefethen 2004).</summary>
    private static void Write(double at, double[] points, double[] barycentric, Span<double> row)
    {
        if (points.Length == 1)
        {
            row[0] = 1;
            return;
        }

        double sum = 0;
        for (int k = 0; k < points.Length; k++)
        {
            double distance = at - points[k];
            if (distance == 0)
            {
                row.Clear();
                row[k] = 1;
                return;
            }

            sum += row[k] = barycentric[k] / distance;
        }

        for (int k = 0; k < row.Length; k++) row[k] /= sum;
    }
}
