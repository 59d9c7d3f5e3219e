using MathNet.Numerics.LinearAlgebra;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Likelihoods;

namespace Uncollapse.Diagnosis.Geometry;

/// <summary>G = J^T F J of some examples at given codes. A unit that says how much was counted is left out: it moves no share.</summary>
internal sealed class CodeMetric
{
    /// <summary>Numbers of Jacobians at once: 32 MiB.</summary>
    private const int LargestBlock = 1 << 23;

    private readonly VaeEvaluator<float> _model;
    private readonly int _size;

    public CodeMetric(VaeEvaluator<float> model)
    {
        _model = model;
        Units = model.Model.LatentCount - (model.Model.Library is { IsLatent: true } ? 1 : 0);
        _size = model.Model.OutputCount * model.Model.Likelihood.Heads[0].PerOutput;
    }

    /// <summary>Units that move the first head.</summary>
    public int Units { get; }

    /// <summary>How many examples take a second or so.</summary>
    public int Affordable(int most)
    {
        Vae<float> model = _model.Model;
        double work = (double)_size * model.LatentCount * (model.Likelihood is DiscretisedLogisticLikelihood<float> ? 256 : model.Looks(ContextUse.Past) ? 40 : 4), algebra = 12.0 * Units * Units * Units;
        return (int)Math.Clamp(Math.Min(4e8 / work, 2e9 / algebra), 16, most);
    }

    /// <summary>G of each example in turn, and F J, [units, numbers], valid until the next.</summary>
    public void Walk(ExampleBlocks examples, float[] codes, Visit visit, CancellationToken cancellation)
    {
        int units = _model.Model.LatentCount, rowSize = examples.RowSize, chunk = Math.Clamp(LargestBlock / (units * _size), 1, 64);
        float[] jacobian = new float[chunk * units * _size], products = new float[jacobian.Length];
        for (int block = 0; block < examples.Count; block++)
        {
            ReadOnlySpan<float> x = examples.Read(block);
            int rows = x.Length / rowSize, start = ExampleBlocks.Start(block);
            for (int at = 0; at < rows; at += chunk)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = Math.Min(chunk, rows - at);
                ReadOnlySpan<float> some = x.Slice(at * rowSize, count * rowSize), z = codes.AsSpan((start + at) * units, count * units);
                Span<float> slopes = jacobian.AsSpan(0, count * units * _size), informed = products.AsSpan(0, slopes.Length);
                _model.Jacobian(z, slopes, new ContextRows<float>(some));
                if (_model.Model.Decoder is TokenDecoder<float> tokens) Silence(some, rowSize, slopes, tokens.VocabularySize);
                _model.MultiplyInformation(_model.Say(z, new ContextRows<float>(some)), slopes, informed);
                for (int i = 0; i < count; i++)
                {
                    ReadOnlySpan<float> j = slopes.Slice(i * units * _size, units * _size), fj = informed.Slice(i * units * _size, units * _size);
                    visit(start + at + i, Metric(j, fj), fj);
                }
            }
        }
    }

    /// <summary>What is told of each example.</summary>
    internal delegate void Visit(int example, Matrix<double> metric, ReadOnlySpan<float> informed);

    private Matrix<double> Metric(ReadOnlySpan<float> jacobian, ReadOnlySpan<float> informed)
    {
        var metric = Matrix<double>.Build.Dense(Units, Units);
        for (int a = 0; a < Units; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double sum = 0;
                for (int d = 0; d < _size; d++) sum += (double)jacobian[(a * _size) + d] * informed[(b * _size) + d];
                metric[a, b] = metric[b, a] = sum;
            }
        }

        return metric;
    }

    /// <summary>Behind a sentence's end nothing is said, and no code moves it.</summary>
    private void Silence(ReadOnlySpan<float> rows, int rowSize, Span<float> slopes, int words)
    {
        int count = rows.Length / rowSize, units = _model.Model.LatentCount, time = _model.Model.OutputCount;
        for (int row = 0; row < count; row++)
        {
            for (int t = 0; t < time; t++)
            {
                if (rows[(row * rowSize) + t] != 0) continue;
                for (int unit = 0; unit < units; unit++) slopes.Slice((((row * units) + unit) * _size) + (t * words), words).Clear();
            }
        }
    }
}
