using System.Numerics.Tensors;
using Uncollapse.Diagnosis.Probes;

namespace Uncollapse.Diagnosis.Maps;

/// <summary>The correlation of log-normalised counts with log-normalised means, gene by gene.</summary>
internal sealed class GeneCorrelations(int genes)
{
    private readonly double[] _x = new double[genes];
    private readonly double[] _y = new double[genes];
    private readonly double[] _xx = new double[genes];
    private readonly double[] _yy = new double[genes];
    private readonly double[] _xy = new double[genes];
    private int _count;

    /// <summary>Adds an example and its means.</summary>
    public void Add(ReadOnlySpan<float> counts, ReadOnlySpan<float> means)
    {
        double observed = LogNormalComponents.Total / Math.Max(1e-12, TensorPrimitives.Sum(counts)), modelled = LogNormalComponents.Total / Math.Max(1e-12, TensorPrimitives.Sum(means));
        _count++;
        for (int gene = 0; gene < genes; gene++)
        {
            double x = counts[gene] == 0 ? 0 : Math.Log(1 + (observed * counts[gene])), y = Math.Log(1 + (modelled * means[gene]));
            _x[gene] += x;
            _y[gene] += y;
            _xx[gene] += x * x;
            _yy[gene] += y * y;
            _xy[gene] += x * y;
        }
    }

    /// <summary>Pearson's correlation; 0 where one of the two does not vary.</summary>
    public double Of(int gene)
    {
        double across = (_xx[gene] / _count) - Math.Pow(_x[gene] / _count, 2), along = (_yy[gene] / _count) - Math.Pow(_y[gene] / _count, 2);
        return across > 1e-12 && along > 1e-12 ? ((_xy[gene] / _count) - (_x[gene] * _y[gene] / _count / _count)) / Math.Sqrt(across * along) : 0;
    }
}
