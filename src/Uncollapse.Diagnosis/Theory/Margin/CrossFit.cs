using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Theory.Margin;

/// <summary>The largest generalised eigenvalue along directions that were found on the other half of the examples, both ways round.</summary>
internal static class CrossFit
{
    /// <summary>The quotient of each example (lambda_1 is their mean), and the largest eigenvalue of all of them at once.</summary>
    public static (double[] Quotients, double InSample) Measure(StateScores scores, Rng rng, CancellationToken cancellation)
    {
        StateRows rows = scores.Rows;
        double[] quotients = new double[rows.Examples];
        if (rows.Rank == 0) return (quotients, 0);
        int[] order = new int[rows.Examples];
        rng.Fork("halves").FillPermutation(order);
        int[] left = order[..(order.Length / 2)], right = order[(order.Length / 2)..];
        Across(scores, left, right, rng, quotients, cancellation);
        Across(scores, right, left, rng, quotients, cancellation);
        float[] top = Top(rows, rng, cancellation, out double value);
        return (quotients, scores.Factor * value / scores.Information(top));
    }

    private static void Across(StateScores scores, int[] from, int[] to, Rng rng, double[] quotients, CancellationToken cancellation)
    {
        float[] direction = Top(scores.Rows.Some(from), rng, cancellation, out _), along = new float[to.Length];
        scores.Rows.Some(to).Project(direction, 1, along);
        double scale = scores.Factor / scores.Information(direction);
        for (int i = 0; i < to.Length; i++) quotients[to[i]] = scale * along[i] * along[i];
    }

    private static float[] Top(ScoreRows rows, Rng rng, CancellationToken cancellation, out double value)
    {
        var spectrum = Spectrum.Of(rows, 1, rng.Fork("start"), 1, cancellation);
        value = spectrum.Values.Count == 0 ? 0 : spectrum.Values[0];
        return spectrum.Values.Count == 0 ? new float[rows.Dimension] : Array.ConvertAll(spectrum.Directions, x => (float)x);
    }
}
