using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Posteriors;

/// <summary>Two-level posteriors: log q(z2|x) + log q(z1|x, z2). The network of p(z1|z2) runs once a code; a pair costs a division a lower unit.</summary>
internal sealed class LadderTable<T> : PosteriorTable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double LogTwoPi = 1.8378770664093453;
    private const int Block = 1024;

    // Products of so many precisions, each within e^60, stay within a double.
    private const int Together = 8;
    private readonly LadderGaussian<T> _family;
    private readonly double[] _mean;
    private readonly double[] _precision;
    private readonly double[] _constant;

    public LadderTable(LadderGaussian<T> family, double[] mean, double[] logVariance)
        : base(mean.Length / family.Units, family.Units)
    {
        _family = family;
        _mean = mean;
        _precision = Array.ConvertAll(logVariance, v => Math.Exp(-Math.Clamp(v, -60, 60)));
        _constant = new double[Examples];
        for (int m = 0; m < Examples; m++)
        {
            _constant[m] = -0.5 * Units * LogTwoPi;
            for (int j = family.LowerUnits; j < Units; j++)
                _constant[m] -= 0.5 * logVariance[(m * Units) + j];
        }
    }

    private LadderTable(LadderGaussian<T> family, double[] mean, double[] precision, double[] constant)
        : base(constant.Length, family.Units)
    {
        (_family, _mean, _precision, _constant) = (family, mean, precision, constant);
    }

    /// <summary>The code, and the mean and precision of p(z1|z2).</summary>
    /// <inheritdoc/>
    public override int QueryCount => Units + (2 * _family.LowerUnits);

    /// <inheritdoc/>
    public override double[] Prepare(ReadOnlySpan<double> codes)
    {
        int lower = _family.LowerUnits, upper = _family.UpperUnits, count = codes.Length / Units;
        double[] result = new double[count * QueryCount];
        using var tape = new Tape<T>(TapeMode.Inference);
        for (int start = 0; start < count; start += Block)
        {
            int rows = Math.Min(Block, count - start);
            tape.Reset();
            var above = tape.Constant(new Shape(rows, upper));
            for (int i = 0; i < above.Length; i++)
                above.Data[i] = T.CreateChecked(codes[((start + (i / upper)) * Units) + lower + (i % upper)]);
            var (mean, logVariance) = _family.LowerPrior(above, new Pass<T>(tape, false, default));
            for (int row = 0; row < rows; row++)
            {
                var query = result.AsSpan((start + row) * QueryCount, QueryCount);
                codes.Slice((start + row) * Units, Units).CopyTo(query);
                for (int j = 0; j < lower; j++)
                {
                    query[Units + j] = double.CreateChecked(mean.Data[(row * lower) + j]);
                    query[Units + lower + j] = Math.Exp(-Math.Clamp(double.CreateChecked(logVariance.Data[(row * lower) + j]), -60, 60));
                }
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public override void LogDensities(ReadOnlySpan<double> query, int first, Span<double> results)
    {
        int lower = _family.LowerUnits;
        ReadOnlySpan<double> priorMean = query.Slice(Units, lower), priorPrecision = query.Slice(Units + lower, lower);
        for (int i = 0; i < results.Length; i++)
        {
            ReadOnlySpan<double> mean = _mean.AsSpan((first + i) * Units, Units), precision = _precision.AsSpan((first + i) * Units, Units);
            double square = 0, logs = 0, product = 1;
            for (int j = 0; j < lower; j++)
            {
                double total = precision[j] + priorPrecision[j];
                double pull = (precision[j] * (query[j] - mean[j])) + (priorPrecision[j] * (query[j] - priorMean[j]));
                square += pull * pull / total;
                product *= total;
                if (j % Together != Together - 1)
                    continue;

                logs += Math.Log(product);
                product = 1;
            }

            for (int j = lower; j < Units; j++)
            {
                double difference = query[j] - mean[j];
                square += difference * difference * precision[j];
            }

            results[i] = _constant[first + i] + (0.5 * (logs + Math.Log(product) - square));
        }
    }

    /// <inheritdoc/>
    public override PosteriorTable Subset(ReadOnlySpan<int> examples) =>
        new LadderTable<T>(_family, Rows(_mean, Units, examples), Rows(_precision, Units, examples), Rows(_constant, 1, examples));
}
