using System.Globalization;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Synthetic;

/// <summary>
/// Draws from N(0, Q diag(eigenvalues) Q^T): the population's covariance has exactly these eigenvalues. Q is a uniformly random
/// rotation, or the identity. Directions beyond the eigenvalues given have the last of them as their variance.
/// </summary>
public static class SyntheticGaussian
{
    private const int LargestDimension = 4096;

    /// <summary>Draws a data set.</summary>
    /// <param name="eigenvalues">Variances along the principal axes, one an output; not negative.</param>
    /// <param name="examples">How many examples.</param>
    /// <param name="rotate">Whether the axes are turned at random; otherwise output i has variance eigenvalues[i].</param>
    /// <param name="seed">The key of rotation and examples.</param>
    /// <param name="source">The name for records.</param>
    /// <param name="limits">What fits in memory.</param>
    public static DenseDataset Draw(ReadOnlySpan<double> eigenvalues, int examples, bool rotate, ulong seed, string source, StorageLimits limits)
    {
        int size = eigenvalues.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        Rng rng = new Rng(seed).Fork("synthetic:gaussian");
        double[]? rotation = rotate ? RandomRotation(size, rng.Fork("rotation")) : null;
        double[] deviation = new double[size];
        for (int i = 0; i < size; i++)
            deviation[i] = Math.Sqrt(eigenvalues[i]);
        using var builder = new RowBuilder(source, size, bytes: false, limits);
        double[] noise = new double[size];
        float[] row = new float[size];
        Rng draws = rng.Fork("examples");
        for (int example = 0; example < examples; example++)
        {
            draws.Fork((ulong)example).FillNormal(noise);
            for (int i = 0; i < size; i++)
                noise[i] *= deviation[i];
            for (int i = 0; i < size; i++)
            {
                double value = noise[i];
                if (rotation is not null)
                {
                    value = 0;
                    for (int j = 0; j < size; j++)
                        value += rotation[(i * size) + j] * noise[j];
                }
                row[i] = (float)value;
            }
            builder.Append(row);
        }
        string[] notes = [$"seed {seed}", $"population eigenvalues {string.Join(", ", eigenvalues[..Math.Min(16, size)].ToArray().Select(v => v.ToString(CultureInfo.InvariantCulture)))}{(size > 16 ? ", ..." : "")}"];
        return builder.Build(source, new DataProvenance(source, "drawn", 0, null, notes), [], ExampleShape.Vector(size), ValueKind.Real);
    }

    /// <summary>Draws what an address asks for.</summary>
    internal static DenseDataset Draw(SourceAddress address, StorageLimits limits)
    {
        address.Allow("eigenvalues", "dimension", "examples", "rotate", "seed");
        double[] given = address.Numbers("eigenvalues", [25, 16, 9, 4, 1]);
        if (given.Length > LargestDimension || Array.Exists(given, value => value < 0) || Array.TrueForAll(given, value => value == 0))
            throw new DataFormatException(address.Text, "parameter eigenvalues", $"1 to {LargestDimension} variances, none negative, not all 0", $"'{address.Get("eigenvalues")}'");
        int size = address.Integer("dimension", given.Length, given.Length, LargestDimension);
        double[] eigenvalues = new double[size];
        eigenvalues.AsSpan().Fill(given[^1]);
        given.CopyTo(eigenvalues, 0);
        return Draw(eigenvalues, address.Integer("examples", 4096, 3, 10_000_000), address.Flag("rotate") ?? true, address.Seed("seed", 0), address.Text, limits);
    }

    /// <summary>
    /// An orthogonal matrix, uniform over the orthogonal group: Gram and Schmidt on normal columns (Stewart 1980), each column
    /// orthogonalised twice so that it is orthogonal to rounding.
    /// </summary>
    private static double[] RandomRotation(int size, Rng rng)
    {
        double[] columns = new double[size * size];
        for (int c = 0; c < size; c++)
        {
            Span<double> column = columns.AsSpan(c * size, size);
            rng.Fork((ulong)c).FillNormal(column);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int other = 0; other < c; other++)
                {
                    ReadOnlySpan<double> unit = columns.AsSpan(other * size, size);
                    double dot = 0;
                    for (int i = 0; i < size; i++)
                        dot += unit[i] * column[i];
                    for (int i = 0; i < size; i++)
                        column[i] -= dot * unit[i];
                }
            }
            double norm = 0;
            foreach (double value in column)
                norm += value * value;
            norm = Math.Sqrt(norm);
            for (int i = 0; i < size; i++)
                column[i] /= norm;
        }
        return columns;
    }
}
