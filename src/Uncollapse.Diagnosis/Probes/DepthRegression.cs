using MathNet.Numerics.LinearAlgebra;

namespace Uncollapse.Diagnosis.Probes;

/// <summary>What is left of a code once the depth is known: each unit's means regressed on a cubic in log library.</summary>
internal static class DepthRegression
{
    /// <summary>A unit that keeps this share of its own variance is not depth, whatever units beside it are: many that hold depth must not outweigh one that does not.</summary>
    public const double UnitLeft = 0.5;

    private const int Terms = 4;

    /// <summary>The share of the variance that is left, in [0, 1], of all units together and of the unit that keeps most of its own; null where depth or code do not vary.</summary>
    /// <param name="means">[examples, units].</param>
    /// <param name="units">Units, at least 1.</param>
    /// <param name="logLibrary">One an example.</param>
    public static (double All, double OfUnit)? VarianceLeft(double[] means, int units, double[] logLibrary)
    {
        int count = logLibrary.Length;
        double centre = logLibrary.Average(), deviation = Math.Sqrt(logLibrary.Average(value => (value - centre) * (value - centre)));
        if (!(deviation > 0) || count <= Terms) return null;
        var basis = Matrix<double>.Build.Dense(count, Terms, (n, power) => Math.Pow((logLibrary[n] - centre) / deviation, power));
        var codes = Matrix<double>.Build.Dense(count, units, (n, unit) => means[(n * units) + unit]);
        Vector<double> average = codes.ColumnSums() / count;
        double[] before = [.. codes.EnumerateColumns().Select((column, unit) => (column - average[unit]).PointwisePower(2).Sum())];
        double whole = before.Sum();
        if (!(whole > 0)) return null;
        Matrix<double> left = codes - (basis * basis.QR().Solve(codes));
        Vector<double> after = left.PointwisePower(2).ColumnSums();
        // A unit whose mean hardly moves has no variance to keep.
        double most = before.Select((own, unit) => own > 1e-9 * whole ? after[unit] / own : 0).Max();
        return (Math.Clamp(after.Sum() / whole, 0, 1), Math.Clamp(most, 0, 1));
    }
}
