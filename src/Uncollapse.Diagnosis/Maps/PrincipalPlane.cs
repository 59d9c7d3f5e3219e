using MathNet.Numerics.LinearAlgebra;

namespace Uncollapse.Diagnosis.Maps;

/// <summary>The two directions along which codes vary most.</summary>
internal static class PrincipalPlane
{
    /// <summary>Projects codes.</summary>
    /// <param name="codes">[examples, units].</param>
    /// <param name="units">Units.</param>
    /// <returns>[examples, 2], the mean at 0, and the share of the variance along each; each axis points the way its largest weight does.</returns>
    public static (double[] Points, double First, double Second) Of(double[] codes, int units)
    {
        int count = codes.Length / units;
        double[] mean = new double[units];
        for (int i = 0; i < codes.Length; i++) mean[i % units] += codes[i] / count;
        var centred = Matrix<double>.Build.Dense(count, units, (n, unit) => codes[(n * units) + unit] - mean[unit]);
        Matrix<double> covariance = centred.TransposeThisAndMultiply(centred) / count;
        var decomposition = covariance.Evd(Symmetricity.Symmetric);
        double whole = covariance.Trace();
        double[] points = new double[2 * count];
        double[] shares = new double[2];
        for (int axis = 0; axis < Math.Min(2, units); axis++)
        {
            Vector<double> direction = decomposition.EigenVectors.Column(units - 1 - axis);
            if (direction[direction.AbsoluteMaximumIndex()] < 0) direction = -direction;
            Vector<double> along = centred * direction;
            for (int n = 0; n < count; n++) points[(2 * n) + axis] = along[n];
            shares[axis] = whole > 0 ? Math.Max(0, decomposition.EigenValues[units - 1 - axis].Real) / whole : 0;
        }

        return (points, shares[0], shares[1]);
    }
}
