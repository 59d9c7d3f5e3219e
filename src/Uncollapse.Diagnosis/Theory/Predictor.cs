using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Theory;

/// <summary>
/// Predicts collapse from data alone: the eigenvalues of (E[s s^T], E[F]) at the best constant. The first is the weight of the KL from which on the collapsed state is stable,
/// exactly, for every decoder that can leave the constant linearly in the code; the later ones are a local approximation (docs/theory.md has the proof).
/// </summary>
public static class Predictor
{
    /// <summary>Whether a likelihood's constant state has a closed form.</summary>
    /// <param name="likelihood">p(x|z).</param>
    public static bool CanPredict(LikelihoodPlan likelihood) => likelihood.Kind != LikelihoodKind.DiscretisedLogistic;

    /// <summary>Predicts.</summary>
    /// <param name="view">The training examples as the model would see them.</param>
    /// <param name="options">Likelihood, weight, size, and how much is measured.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="NotSupportedException">The likelihood has no constant state in closed form (discretised logistic).</exception>
    public static Prediction Predict(DataView view, PredictionOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Beta, nameof(options));
        var rng = new Rng(unchecked((ulong)options.Seed)).Fork("prediction");
        int[] drawn = ExampleDraw.Sorted(view.Count, options.Examples, rng.Fork("examples"));
        var blocks = new ExampleBlocks(view, drawn, rng.Fork("binarisation"));
        (ScoreRows rows, ScoreScale scale) = Scores.AtConstant(view, blocks, options.Likelihood);
        var spectrum = Spectrum.Of(rows, Math.Max(options.Eigenvalues, options.LatentSize), rng.Fork("start"), Math.Max(8, options.LatentSize), cancellation);
        double[] values = [.. spectrum.Values.Select(value => value * scale.Factor)];
        double first = values.Length == 0 ? 0 : values[0];
        double[] along = Squares(rows, [.. spectrum.First]);
        Interval interval = along.Length == 0 ? new Interval(0, 0) : new Bootstrap(options.BootstrapReplicates, rng.Fork("bootstrap")).OfMean(along);
        var outcome = LinearTheory.Of(values, options, scale, view.OutputSize);
        var prediction = new Prediction
        {
            Likelihood = scale.Name,
            Beta = options.Beta,
            Sigma2 = scale.Sigma2,
            LatentSize = options.LatentSize,
            Eigenvalues = values,
            CriticalBeta = first,
            CriticalBetaInterval = [interval.Lower * scale.Factor, interval.Upper * scale.Factor],
            CriticalBetaHeldOut = scale.Factor * HeldOut(rows, rng.Fork("halves"), cancellation),
            CriticalSigma2 = scale.IsFixed ? first * scale.Sigma2 / options.Beta : null,
            PredictedActiveUnits = outcome.Units,
            PredictedRate = outcome.Rate,
            PredictedDistortion = outcome.Distortion,
            Examples = drawn.Length,
            Outputs = view.OutputSize,
            ConstantOutputs = scale.ConstantOutputs,
            Statement = "",
        };
        return prediction with { Statement = PredictionText.Statement(prediction), Warnings = [.. PredictionText.Warnings(prediction, options, view, rows.Rank, scale)] };
    }

    /// <summary>The quotient along a direction of the other half of the examples, both ways round.</summary>
    private static double HeldOut(ScoreRows rows, Rng rng, CancellationToken cancellation)
    {
        if (rows.Examples < 4) return 0;
        int[] order = new int[rows.Examples];
        rng.FillPermutation(order);
        ScoreRows left = rows.Some(order[..(order.Length / 2)]), right = rows.Some(order[(order.Length / 2)..]);
        double there = Squares(right, [.. Spectrum.Of(left, 4, rng, 1, cancellation).First]).Average();
        double back = Squares(left, [.. Spectrum.Of(right, 4, rng, 1, cancellation).First]).Average();
        return (there + back) / 2;
    }

    private static double[] Squares(ScoreRows rows, double[] direction)
    {
        float[] projections = new float[rows.Examples];
        rows.Project(Array.ConvertAll(direction, value => (float)value), 1, projections);
        return Array.ConvertAll(projections, value => (double)value * value);
    }
}
