using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Theory;

/// <summary>The largest eigenvalues of a second moment (1/N) sum y y^T, by orthogonal iteration with Rayleigh-Ritz (Golub and Van Loan, 8.2.4).</summary>
internal sealed class Spectrum
{
    private const int Spare = 8;

    /// <summary>From so many parameters on each step reads all examples again: fewer steps, a coarser end.</summary>
    private const int Many = 2048;

    /// <summary>Numbers in a basis: 32 MiB.</summary>
    private const int LargestBasis = 1 << 22;

    private Spectrum(double[] values, double[] directions)
    {
        Values = values;
        Directions = directions;
    }

    /// <summary>The eigenvalues, the largest first; none where all scores are 0.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Their eigenvectors, of length 1, [dimension, values].</summary>
    public double[] Directions { get; }

    /// <summary>Computes it.</summary>
    /// <param name="rows">The scores.</param>
    /// <param name="most">How many eigenvalues are wanted at most.</param>
    /// <param name="rng">The key of the start.</param>
    /// <param name="settled">How many of them must have settled, to 1e-5 of the first (1e-3 with many parameters); the others are as good as they are by then.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Spectrum Of(ScoreRows rows, int most, Rng rng, int settled = int.MaxValue, CancellationToken cancellation = default)
    {
        int dimension = rows.Dimension, possible = Math.Min(rows.Rank, rows.Examples);
        int wanted = Math.Min(Math.Min(most, possible), Math.Max(Spare, (LargestBasis / Math.Max(dimension, 1)) - Spare)), count = Math.Min(wanted + Spare, possible);
        (double tolerance, int mostSteps) = dimension > Many ? (1e-3, 40) : (1e-5, 300);
        if (count <= 0) return new Spectrum([], []);
        // Columns lie one behind the other here, so that they can be made orthogonal quickly.
        double[] basis = new double[dimension * count], side = new double[basis.Length], product = new double[basis.Length];
        rng.FillNormal(basis);
        // One product takes the start into the space of the scores.
        Transpose(basis, count, dimension, side);
        rows.Multiply(side, count, product);
        Transpose(product, dimension, count, basis);
        count = Orthonormal(basis, count, dimension);
        // Scores that are all 0, as of counts whose shares never change, have no direction.
        if (count == 0) return new Spectrum([], []);
        double[] last = [];
        for (int step = 0; ; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Transpose(basis.AsSpan(0, count * dimension), count, dimension, side);
            rows.Multiply(side.AsSpan(0, count * dimension), count, product.AsSpan(0, count * dimension));
            Transpose(product.AsSpan(0, count * dimension), dimension, count, side);
            (double[] values, Matrix<double> rotation) = Ritz(basis, side, count, dimension);
            bool done = step > 0 && HaveSettled(last, values, Math.Min(settled, wanted), tolerance);
            last = values;
            if (done || step == mostSteps)
            {
                return new Spectrum([.. values.Take(wanted)], Rotated(basis, rotation, count, wanted, dimension));
            }

            side.CopyTo(basis, 0);
            count = Orthonormal(basis, count, dimension);
            if (count == 0) return new Spectrum([], []);
        }
    }

    private static double[] Rotated(double[] basis, Matrix<double> rotation, int count, int wanted, int dimension)
    {
        wanted = Math.Min(wanted, count);
        double[] turned = new double[dimension * wanted], result = new double[turned.Length];
        for (int v = 0; v < wanted; v++)
        {
            Span<double> direction = turned.AsSpan(v * dimension, dimension);
            for (int c = 0; c < count; c++) TensorPrimitives.MultiplyAdd(basis.AsSpan(c * dimension, dimension), rotation[c, count - 1 - v], direction, direction);
        }

        Transpose(turned, wanted, dimension, result);
        return result;
    }

    private static bool HaveSettled(double[] before, double[] now, int wanted, double tolerance)
    {
        if (before.Length != now.Length) return false;
        for (int i = 0; i < Math.Min(wanted, now.Length); i++)
        {
            if (Math.Abs(before[i] - now[i]) > tolerance * now[0]) return false;
        }

        return true;
    }

    /// <summary>The eigenvalues of Q^T C Q, the largest first, and its eigenvectors, the smallest first.</summary>
    private static (double[] Values, Matrix<double> Rotation) Ritz(double[] basis, double[] image, int count, int dimension)
    {
        var small = Matrix<double>.Build.Dense(count, count);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double value = (Dot(basis, i, image, j, dimension) + Dot(basis, j, image, i, dimension)) / 2;
                small[i, j] = value;
                small[j, i] = value;
            }
        }

        var decomposition = small.Evd(Symmetricity.Symmetric);
        return ([.. decomposition.EigenValues.Select(value => Math.Max(0, value.Real)).Reverse()], decomposition.EigenVectors);
    }

    /// <summary>Makes columns orthonormal, twice over for rounding; returns how many are left where some depend on others.</summary>
    private static int Orthonormal(double[] basis, int count, int dimension)
    {
        int kept = 0;
        for (int c = 0; c < count; c++)
        {
            Span<double> column = basis.AsSpan(kept * dimension, dimension);
            if (kept != c) basis.AsSpan(c * dimension, dimension).CopyTo(column);
            double before = Math.Sqrt(TensorPrimitives.SumOfSquares(column));
            for (int pass = 0; pass < 2; pass++)
            {
                for (int other = 0; other < kept; other++)
                {
                    ReadOnlySpan<double> direction = basis.AsSpan(other * dimension, dimension);
                    double along = TensorPrimitives.Dot(column, direction);
                    TensorPrimitives.MultiplyAdd(direction, -along, column, column);
                }
            }

            double length = Math.Sqrt(TensorPrimitives.SumOfSquares(column));
            if (!(length > 1e-10 * before)) continue;
            TensorPrimitives.Divide(column, length, column);
            kept++;
        }

        return kept;
    }

    private static double Dot(double[] left, int i, double[] right, int j, int dimension) =>
        TensorPrimitives.Dot(left.AsSpan(i * dimension, dimension), right.AsSpan(j * dimension, dimension));

    /// <summary>[rows, columns] to [columns, rows].</summary>
    private static void Transpose(ReadOnlySpan<double> from, int rows, int columns, Span<double> to)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) to[(column * rows) + row] = from[(row * columns) + column];
        }
    }
}
