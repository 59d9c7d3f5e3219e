using MathNet.Numerics.LinearAlgebra;

namespace Uncollapse.Diagnosis.Probes;

/// <summary>What is left of a code once the depth is known: each unit's means regressed on a cubic in log library.</summary>
internal static class DepthRegression
{
    private const int Terms = 4;

    /// <summary>The share of the variance of all units together that is left, in [0, 1]; null where depth or code do not vary.</summary>
    /// <param name="means">[examples, units].</param>
    /// <param name="units">Units, at least 1.</param>
    /// <param name="logLibrary">One an example.</param>
    public static double? VarianceLeft(double[] means, int units, double[] logLibrary)
    {
        int count = logLibrary.Length;
        double centre = logLibrary.Average(), deviation = Math.Sqrt(logLibrary.Average(value => (value - centre) * (value - centre)));
        if (!(deviation > 0) || count <= Terms) return null;
        var basis = Matrix<double>.Build.Dense(count, Terms, (n, power) => Math.Pow((logLibrary[n] - centre) / deviation, power));
        var codes = Matrix<double>.Build.Dense(count, units, (n, unit) => means[(n * units) + unit]);
        Vector<double> average = codes.ColumnSums() / count;
        double whole = codes.EnumerateColumns().Select((column, unit) => (column - average[unit]).PointwisePower(2).Sum()).Sum();
        if (!(whole > 0)) return null;
        Matrix<double> left = codes - (basis * basis.QR().Solve(codes));
        return Math.Clamp(left.PointwisePower(2).ColumnSums().Sum() / whole, 0, 1);
    }
}
