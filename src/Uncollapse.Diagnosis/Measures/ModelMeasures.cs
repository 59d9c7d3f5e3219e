using Uncollapse.Models.Evaluation;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>What needs the network: posteriors, bounds on splits, the importance-weighted likelihood.</summary>
internal static class ModelMeasures
{
    /// <summary>The posteriors of the examples.</summary>
    public static EncodedExamples Encode(VaeEvaluator<float> model, ExampleBlocks examples, string source, Action<double> report, CancellationToken cancellation)
    {
        int units = model.Model.LatentCount;
        float[] mean = new float[examples.Examples * units], logVariance = new float[mean.Length];
        int width = model.Model.Posterior.Family.SpreadCount;
        float[] location = new float[mean.Length], spread = new float[examples.Examples * width];
        for (int block = 0; block < examples.Count; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> x = examples.Read(block);
            int at = ExampleBlocks.Start(block) * units, length = x.Length / examples.RowSize * units;
            model.Encode(x, mean.AsSpan(at, length), logVariance.AsSpan(at, length));
            model.EncodeParameters(x, location.AsSpan(at, length), spread.AsSpan(ExampleBlocks.Start(block) * width, x.Length / examples.RowSize * width));
            report((block + 1.0) / examples.Count);
        }

        return new EncodedExamples(model, Posteriors.Create(source, examples.Examples, units, mean, logVariance), location, spread);
    }

    /// <summary>The mean rate and one-sample distortion over the examples.</summary>
    public static (double Rate, double Distortion) Bound(VaeEvaluator<float> model, ExampleBlocks examples, Rng rng, CancellationToken cancellation)
    {
        double rates = 0, distortions = 0;
        double[] rate = new double[examples.Examples], distortion = new double[examples.Examples];
        for (int block = 0; block < examples.Count; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> x = examples.Read(block);
            int rows = x.Length / examples.RowSize;
            model.Elbo(x, rng, distortion.AsSpan(0, rows), rate.AsSpan(0, rows), ExampleBlocks.Start(block));
            for (int i = 0; i < rows; i++)
            {
                rates += rate[i];
                distortions += distortion[i];
            }
        }

        return (rates / examples.Examples, distortions / examples.Examples);
    }

    /// <summary>The importance-weighted estimate of -log p(x) of each example.</summary>
    public static double[] NegativeLogLikelihood(
        VaeEvaluator<float> model, ExampleBlocks examples, int samples, Rng rng, Action<double> report, CancellationToken cancellation)
    {
        const int rowsAtOnce = 16;
        double[] result = new double[examples.Examples];
        for (int block = 0; block < examples.Count; block++)
        {
            ReadOnlySpan<float> x = examples.Read(block);
            int rows = x.Length / examples.RowSize;
            for (int row = 0; row < rows; row += rowsAtOnce)
            {
                cancellation.ThrowIfCancellationRequested();
                int some = Math.Min(rowsAtOnce, rows - row), at = ExampleBlocks.Start(block) + row;
                model.ImportanceWeighted(x.Slice(row * examples.RowSize, some * examples.RowSize), samples, rng, result.AsSpan(at, some), at);
                report((at + some) / (double)result.Length);
            }
        }

        for (int n = 0; n < result.Length; n++) result[n] = -result[n];
        return result;
    }
}
