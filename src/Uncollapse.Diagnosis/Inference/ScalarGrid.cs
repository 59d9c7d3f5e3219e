using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Inference;

/// <summary>p(z|x) of one unit by the trapezoid rule on a grid of the standard normal prior's support.</summary>
internal static class ScalarGrid
{
    // The prior's mass beyond 8 is 1e-15; a posterior narrower than the step of .02 is caught by several points still.
    private const double End = 8;
    private const int Points = 801;

    /// <summary>Measures.</summary>
    /// <param name="evaluator">A model with one unit and the prior N(0, 1).</param>
    /// <param name="examples">x.</param>
    /// <param name="elbo">The bound of the encoder's posteriors on these, nats.</param>
    /// <param name="cancellation">Stops it between examples.</param>
    public static ScalarPosterior Measure(VaeEvaluator<float> evaluator, ExampleBlocks examples, double elbo, CancellationToken cancellation)
    {
        const double step = 2 * End / (Points - 1);
        float[] grid = [.. Enumerable.Range(0, Points).Select(i => (float)(-End + (i * step)))];
        int count = examples.Examples;
        double[] evidence = new double[count], mean = new double[count], logJoint = new double[Points];
        float[] own = new float[count], logVariance = new float[count];
        for (int block = 0; block < examples.Count; block++)
        {
            ReadOnlySpan<float> x = examples.Read(block);
            int size = examples.RowSize, first = ExampleBlocks.Start(block), rows = x.Length / size;
            evaluator.Encode(x, own.AsSpan(first, rows), logVariance.AsSpan(first, rows));
            float[] repeated = new float[Points * size];
            for (int n = 0; n < rows; n++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (int i = 0; i < Points; i++) x.Slice(n * size, size).CopyTo(repeated.AsSpan(i * size));
                evaluator.LogLikelihood(repeated, grid, logJoint);
                (evidence[first + n], mean[first + n]) = Integrate(logJoint, grid, step);
            }
        }

        return new ScalarPosterior
        {
            LogLikelihood = evidence.Average(),
            EncoderKl = evidence.Average() - elbo,
            ModelSpread = Deviation(mean),
            EncoderSpread = Deviation(Array.ConvertAll(own, value => (double)value)),
            Grid = [-End, End, Points],
            Means = [.. mean.Zip(own, (model, encoder) => (IReadOnlyList<double>)[model, encoder])],
        };
    }

    /// <summary>log of the integral of p(x|z) p(z), and the mean of p(z|x).</summary>
    private static (double Evidence, double Mean) Integrate(double[] logLikelihood, float[] grid, double step)
    {
        double most = double.NegativeInfinity, sum = 0, first = 0;
        for (int i = 0; i < grid.Length; i++)
        {
            logLikelihood[i] -= 0.5 * ((grid[i] * grid[i]) + Math.Log(2 * Math.PI));
            most = Math.Max(most, logLikelihood[i]);
        }

        for (int i = 0; i < grid.Length; i++)
        {
            double density = (i == 0 || i == grid.Length - 1 ? 0.5 : 1) * Math.Exp(logLikelihood[i] - most);
            sum += density;
            first += density * grid[i];
        }

        return (most + Math.Log(sum * step), first / sum);
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
