namespace Uncollapse.Diagnosis.Maps;

/// <summary>Mean, variance and share of zeros of each gene.</summary>
internal sealed class GeneMoments(int genes)
{
    private readonly double[] _sum = new double[genes];
    private readonly double[] _squares = new double[genes];
    private readonly int[] _zeros = new int[genes];
    private int _count;

    /// <summary>Adds an example.</summary>
    public void Add(ReadOnlySpan<float> counts)
    {
        _count++;
        for (int gene = 0; gene < genes; gene++)
        {
            double value = counts[gene];
            _sum[gene] += value;
            _squares[gene] += value * value;
            if (value == 0) _zeros[gene]++;
        }
    }

    /// <summary>The mean.</summary>
    public double Mean(int gene) => _sum[gene] / _count;

    /// <summary>The variance.</summary>
    public double Variance(int gene) => Math.Max(0, (_squares[gene] / _count) - (Mean(gene) * Mean(gene)));

    /// <summary>The share of zeros.</summary>
    public double Zeros(int gene) => (double)_zeros[gene] / _count;
}
