using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Inference;

/// <summary>p(z|x) of one unit by the trapezoid rule on a grid of the standard normal prior's support.</summary>
internal static class ScalarGrid
{
    // A step of .02: a posterior of that width is caught by several points still.
    private const int Points = 801;

    /// <summary>Measures.</summary>
    /// <param name="evaluator">A model with one unit and the prior N(0, 1).</param>
    /// <param name="examples">x.</param>
    /// <param name="elbo">The bound of the encoder's posteriors on these, nats.</param>
    /// <param name="cancellation">Stops it between examples.</param>
    public static ScalarPosterior Measure(VaeEvaluator<float> evaluator, ExampleBlocks examples, double elbo, CancellationToken cancellation)
    {
        int count = examples.Examples;
        double[] evidence = new double[count], mean = new double[count];
        float[] own = new float[count], logVariance = new float[count];
        for (int block = 0; block < examples.Count; block++)
        {
            ReadOnlySpan<float> x = examples.Read(block);
            int first = ExampleBlocks.Start(block), rows = x.Length / examples.RowSize;
            evaluator.Encode(x, own.AsSpan(first, rows), logVariance.AsSpan(first, rows));
            ScalarPosteriors.Measure(evaluator, x, Points, evidence.AsSpan(first, rows), mean.AsSpan(first, rows), cancellation);
        }

        return new ScalarPosterior
        {
            LogLikelihood = evidence.Average(),
            EncoderKl = evidence.Average() - elbo,
            ModelSpread = Deviation(mean),
            EncoderSpread = Deviation(Array.ConvertAll(own, value => (double)value)),
            Grid = [-ScalarPosteriors.End, ScalarPosteriors.End, Points],
            Means = [.. mean.Zip(own, (model, encoder) => (IReadOnlyList<double>)[model, encoder])],
        };
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
