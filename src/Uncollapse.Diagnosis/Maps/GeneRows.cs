using Uncollapse.Data.Counts;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Maps;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Maps;

/// <summary>Examples of counts beside what a model makes of them, summed gene by gene.</summary>
internal sealed class GeneRows
{
    private readonly int _units;
    private readonly double[] _mean;
    private readonly double[] _deviation;
    private readonly float[] _told;
    private readonly GeneMoments _observed;
    private readonly GeneMoments _drawn;
    private readonly GeneCorrelations _correlations;

    public GeneRows(VaeEvaluator<float> model, DataView view, int[] indices, Rng rng, CancellationToken cancellation)
    {
        _units = model.Model.LatentCount;
        Count = indices.Length;
        int width = model.Model.Posterior.Family.SpreadCount, genes = view.OutputSize;
        (_observed, _drawn, _correlations) = (new GeneMoments(genes), new GeneMoments(genes), new GeneCorrelations(genes));
        var examples = new ExampleBlocks(view, indices, rng.Fork("binarisation"));
        float[] means = new float[Count * _units];
        _told = new float[view.RowSize];
        for (int block = 0; block < examples.Count; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> x = examples.Read(block);
            int rows = x.Length / view.RowSize, first = ExampleBlocks.Start(block);
            if (block == 0) x[..view.RowSize].CopyTo(_told);
            float[] spread = new float[rows * width], codes = new float[rows * _units], made = new float[rows * genes];
            Span<float> location = means.AsSpan(first * _units, rows * _units);
            model.EncodeParameters(x, location, spread);
            model.DrawCodes(location, spread, rng.Fork("codes").Fork((ulong)first), codes);
            model.Sample(codes, rng.Fork("counts").Fork((ulong)first), made, new ContextRows<float>(x));
            for (int i = 0; i < rows; i++)
            {
                _observed.Add(x.Slice(i * view.RowSize, genes));
                _drawn.Add(made.AsSpan(i * genes, genes));
            }

            model.DecodeMean(location, made, new ContextRows<float>(x));
            for (int i = 0; i < rows; i++) _correlations.Add(x.Slice(i * view.RowSize, genes), made.AsSpan(i * genes, genes));
        }

        (_mean, _deviation) = Spread(means);
    }

    /// <summary>Examples.</summary>
    public int Count { get; }

    /// <summary>The change of each gene's log share as a unit goes from -reach to reach deviations about the mean code.</summary>
    public double[] Change(VaeEvaluator<float> model, int unit, double reach)
    {
        int genes = model.Model.OutputCount;
        float[] codes = new float[2 * _units], made = new float[2 * genes];
        for (int i = 0; i < codes.Length; i++)
        {
            int u = i % _units;
            codes[i] = (float)(_mean[u] + (u == unit ? (i < _units ? -reach : reach) * _deviation[u] : 0));
        }

        // Conditional decoders are told what the first example is; the library is typical, and the shares do not see it.
        float[] told = [.. _told, .. _told];
        model.DecodeMean(codes, made, new ContextRows<float> { Condition = told });
        double low = made.AsSpan(0, genes).ToArray().Sum(value => (double)value), high = made.AsSpan(genes).ToArray().Sum(value => (double)value);
        return [.. Enumerable.Range(0, genes).Select(gene => Math.Log(Math.Max(made[genes + gene], float.Epsilon) / high) - Math.Log(Math.Max(made[gene], float.Epsilon) / low))];
    }

    /// <summary>The most variable genes, observed and modelled.</summary>
    public IReadOnlyList<GeneFit> Fits(SparseDataset training, string[] names, int most)
    {
        double[] scores = GeneSelection.PearsonResiduals(training);
        return [.. Enumerable.Range(0, scores.Length).OrderByDescending(gene => scores[gene]).ThenBy(gene => gene).Take(most).Select(gene => new GeneFit
        {
            Gene = names[gene],
            Correlation = _correlations.Of(gene),
            Mean = _observed.Mean(gene),
            ModelMean = _drawn.Mean(gene),
            Variance = _observed.Variance(gene),
            ModelVariance = _drawn.Variance(gene),
            Zeros = _observed.Zeros(gene),
            ModelZeros = _drawn.Zeros(gene),
        })];
    }

    private (double[] Mean, double[] Deviation) Spread(float[] means)
    {
        double[] mean = new double[_units], deviation = new double[_units];
        for (int i = 0; i < means.Length; i++) mean[i % _units] += means[i] / (double)Count;
        for (int i = 0; i < means.Length; i++) deviation[i % _units] += Math.Pow(means[i] - mean[i % _units], 2) / Count;
        return (mean, Array.ConvertAll(deviation, Math.Sqrt));
    }
}
