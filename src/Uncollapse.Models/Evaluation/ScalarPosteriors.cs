using Uncollapse.Tensors;

namespace Uncollapse.Models.Evaluation;

/// <summary>p(z|x) of a code of one unit under the prior N(0, 1), by the trapezoid rule on a grid of the prior's support: nothing is approximated but the integral.</summary>
public static class ScalarPosteriors
{
    /// <summary>The grid reaches so far either way: the prior's mass beyond is 1e-15.</summary>
    public const double End = 8;

    /// <summary>Measures log p(x) and the mean of p(z|x) of each example.</summary>
    /// <param name="evaluator">A model with one unit and the prior N(0, 1).</param>
    /// <param name="examples">x and what is told of it, [rows, <see cref="Vae{T}.RowSize"/>].</param>
    /// <param name="points">Points of the grid, at least 3: a posterior should be wider than two of their steps.</param>
    /// <param name="evidence">log p(x), [rows], nats, overwritten.</param>
    /// <param name="mean">E[z|x], [rows], overwritten.</param>
    /// <param name="cancellation">Stops it between examples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The code has several units, or there are fewer than 3 points.</exception>
    /// <exception cref="ShapeException">The arrays' lengths do not agree.</exception>
    public static void Measure(VaeEvaluator<float> evaluator, ReadOnlySpan<float> examples, int points, Span<double> evidence, Span<double> mean, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        ArgumentOutOfRangeException.ThrowIfNotEqual(evaluator.Model.LatentCount, 1, nameof(evaluator));
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 3);
        int size = evaluator.Model.RowSize, rows = examples.Length / size;
        if (examples.Length != rows * size || evidence.Length < rows || mean.Length < rows)
            throw new ShapeException("scalar posteriors", $"expected rows of {size} and as many results, found {examples.Length} numbers, {evidence.Length} and {mean.Length} results");
        double step = 2 * End / (points - 1);
        float[] grid = [.. Enumerable.Range(0, points).Select(i => (float)(-End + (i * step)))], repeated = new float[points * size];
        double[] logJoint = new double[points];
        for (int n = 0; n < rows; n++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < points; i++) examples.Slice(n * size, size).CopyTo(repeated.AsSpan(i * size));
            evaluator.LogLikelihood(repeated, grid, logJoint);
            (evidence[n], mean[n]) = Integrate(logJoint, grid, step);
        }
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
}
