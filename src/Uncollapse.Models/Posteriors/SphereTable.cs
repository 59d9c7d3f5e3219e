using System.Numerics;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Models.Posteriors;

/// <summary>Von Mises-Fisher distributions: log C_L(kappa) + kappa mu . z. Directions and codes are brought to length 1 in double, for large kappa.</summary>
internal sealed class SphereTable : PosteriorTable
{
    private readonly double[] _natural;
    private readonly double[] _constant;

    public SphereTable(int units, double[] direction, double[] concentration)
        : base(concentration.Length, units)
    {
        _natural = direction;
        _constant = new double[Examples];
        var marginal = new SphereMarginal(units);
        for (int m = 0; m < Examples; m++)
        {
            marginal.Set(concentration[m]);
            _constant[m] = marginal.LogNormaliser;
            Scale(_natural.AsSpan(m * units, units), concentration[m]);
        }
    }

    private SphereTable(int units, double[] natural, double[] constant, bool _)
        : base(constant.Length, units)
    {
        (_natural, _constant) = (natural, constant);
    }

    /// <inheritdoc/>
    public override double[] Prepare(ReadOnlySpan<double> codes)
    {
        double[] result = codes.ToArray();
        for (int at = 0; at < result.Length; at += Units)
            Scale(result.AsSpan(at, Units), 1);
        return result;
    }

    /// <inheritdoc/>
    public override void LogDensities(ReadOnlySpan<double> query, int first, Span<double> results)
    {
        int width = Vector<double>.Count;
        for (int i = 0; i < results.Length; i++)
        {
            ReadOnlySpan<double> natural = _natural.AsSpan((first + i) * Units, Units);
            double sum = 0;
            int j = 0;
            if (Units >= width)
            {
                var sums = Vector<double>.Zero;
                for (; j + width <= Units; j += width)
                    sums += new Vector<double>(natural[j..]) * new Vector<double>(query[j..]);
                sum = Vector.Sum(sums);
            }

            for (; j < Units; j++)
                sum += natural[j] * query[j];
            results[i] = _constant[first + i] + sum;
        }
    }

    /// <inheritdoc/>
    public override PosteriorTable Subset(ReadOnlySpan<int> examples) => new SphereTable(Units, Rows(_natural, Units, examples), Rows(_constant, 1, examples), true);

    private static void Scale(Span<double> vector, double length)
    {
        double square = 0;
        foreach (double value in vector)
            square += value * value;
        double factor = length / Math.Sqrt(square);
        foreach (ref double value in vector)
            value *= factor;
    }
}
