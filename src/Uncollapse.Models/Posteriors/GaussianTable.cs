using System.Numerics;

namespace Uncollapse.Models.Posteriors;

/// <summary>Gaussians with full covariances. Each factor is inverted once, so that a pair costs L (L + 1) / 2 multiply-adds: -|P (z - mean)|^2 / 2 and a constant.</summary>
internal sealed class GaussianTable : PosteriorTable
{
    private const double LogTwoPi = 1.8378770664093453;
    private readonly double[] _mean;
    private readonly double[] _inverse;
    private readonly double[] _constant;

    /// <summary>A table from means and factors, [examples, L (L + 1) / 2]: logarithms of the diagonal, then the rest row by row.</summary>
    public GaussianTable(int units, double[] mean, double[] triangles)
        : base(mean.Length / units, units)
    {
        _mean = mean;
        _inverse = new double[triangles.Length];
        _constant = new double[Examples];
        int size = Size(units);
        for (int m = 0; m < Examples; m++)
        {
            ReadOnlySpan<double> triangle = triangles.AsSpan(m * size, size);
            Invert(triangle, units, _inverse.AsSpan(m * size, size));
            double sum = -0.5 * units * LogTwoPi;
            foreach (double t in triangle[..units])
                sum -= t;
            _constant[m] = sum;
        }
    }

    private GaussianTable(int units, double[] mean, double[] inverse, double[] constant)
        : base(constant.Length, units)
    {
        (_mean, _inverse, _constant) = (mean, inverse, constant);
    }

    /// <inheritdoc/>
    public override void LogDensities(ReadOnlySpan<double> query, int first, Span<double> results)
    {
        int units = Units, size = Size(units), width = Vector<double>.Count;
        Span<double> difference = units <= 128 ? stackalloc double[units] : new double[units];
        for (int i = 0; i < results.Length; i++)
        {
            ReadOnlySpan<double> mean = _mean.AsSpan((first + i) * units, units), inverse = _inverse.AsSpan((first + i) * size, size);
            for (int j = 0; j < units; j++)
                difference[j] = query[j] - mean[j];
            double square = 0;
            for (int row = 0, at = 0; row < units; row++)
            {
                double sum = 0;
                int j = 0;
                if (row + 1 >= width)
                {
                    var sums = Vector<double>.Zero;
                    for (; j + width <= row + 1; j += width)
                        sums += new Vector<double>(difference[j..]) * new Vector<double>(inverse[(at + j)..]);
                    sum = Vector.Sum(sums);
                }

                for (; j <= row; j++)
                    sum += difference[j] * inverse[at + j];
                square += sum * sum;
                at += row + 1;
            }

            results[i] = _constant[first + i] - (0.5 * square);
        }
    }

    /// <inheritdoc/>
    public override PosteriorTable Subset(ReadOnlySpan<int> examples) =>
        new GaussianTable(Units, Rows(_mean, Units, examples), Rows(_inverse, Size(Units), examples), Rows(_constant, 1, examples));

    private static int Size(int units) => units * (units + 1) / 2;

    /// <summary>P = C^-1, all of it row by row with its diagonal.</summary>
    private static void Invert(ReadOnlySpan<double> triangle, int units, Span<double> inverse)
    {
        for (int i = 0; i < units; i++)
        {
            int row = i * (i + 1) / 2, below = units + (i * (i - 1) / 2);
            double reciprocal = Math.Exp(-triangle[i]);
            inverse[row + i] = reciprocal;
            for (int j = 0; j < i; j++)
            {
                double sum = 0;
                for (int k = j; k < i; k++)
                    sum += triangle[below + k] * inverse[(k * (k + 1) / 2) + j];
                inverse[row + j] = -reciprocal * sum;
            }
        }
    }
}
