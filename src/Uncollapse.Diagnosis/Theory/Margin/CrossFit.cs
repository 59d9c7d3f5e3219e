using System.Numerics.Tensors;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Theory.Margin;

/// <summary>The largest generalised eigenvalue along directions that were found on the other half of the examples, both ways round.</summary>
/// <remarks>
/// Outputs that hardly ever vary have heavy tails once they are whitened, and a direction found among them is noise. So directions are sought by M = F + t mean(F), where t is the one
/// of a few whose direction does best on a part of that half; the quotient is by F.
/// </remarks>
internal static class CrossFit
{
    private static readonly double[] s_ridges = [0, 0.01, 0.1, 1];

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
        float[] top = Top(scores, [.. Enumerable.Range(0, rows.Examples)], 0, rng, cancellation);
        return (quotients, Quotients(scores, top, [.. Enumerable.Range(0, rows.Examples)]).Average());
    }

    private static void Across(StateScores scores, int[] from, int[] to, Rng rng, double[] quotients, CancellationToken cancellation)
    {
        int[] fit = from[..(from.Length / 2)], check = from[(from.Length / 2)..];
        double ridge = s_ridges.MaxBy(one => Surely(Quotients(scores, Top(scores, fit, one, rng, cancellation), check)));
        double[] found = Quotients(scores, Top(scores, from, ridge, rng, cancellation), to);
        for (int i = 0; i < to.Length; i++) quotients[to[i]] = found[i];
    }

    /// <summary>Two standard errors below the mean: one rare event that two parts share must not choose.</summary>
    private static double Surely(double[] quotients) => quotients.Average() - (2 * Moments.StandardError(quotients));

    private static double[] Quotients(StateScores scores, float[] direction, int[] of)
    {
        float[] along = new float[of.Length];
        scores.Rows.Some(of).Project(direction, 1, along);
        double information = scores.Information(direction), scale = information > 0 ? scores.Factor / information : 0;
        return Array.ConvertAll(along, value => scale * value * value);
    }

    /// <summary>The first direction by a ridge, in the coordinates of the rows.</summary>
    private static float[] Top(StateScores scores, int[] of, double ridge, Rng rng, CancellationToken cancellation)
    {
        float[] shrunk = Array.ConvertAll(scores.Strength, strength => strength > 0 ? (float)Math.Sqrt(strength / (strength + ridge)) : 0);
        ScoreRows rows = ridge == 0 ? scores.Rows.Some(of) : scores.Rows.Some(of, shrunk);
        var spectrum = Spectrum.Of(rows, 1, rng.Fork("start"), 1, cancellation);
        if (spectrum.Values.Count == 0) return new float[rows.Dimension];
        float[] direction = Array.ConvertAll(spectrum.Directions, x => (float)x);
        if (ridge > 0) TensorPrimitives.Multiply(direction, shrunk, direction);
        return direction;
    }
}
