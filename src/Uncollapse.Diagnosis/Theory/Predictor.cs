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
    /// <summary>Whether a likelihood is known to the prediction: its constant state has a closed form, or is found by Newton's method as that of counts.</summary>
    /// <param name="likelihood">p(x|z).</param>
    public static bool CanPredict(LikelihoodPlan likelihood) =>
        likelihood.IsCount || likelihood.Kind is LikelihoodKind.Bernoulli or LikelihoodKind.ContinuousBernoulli or LikelihoodKind.Gaussian or LikelihoodKind.Categorical;

    /// <summary>
    /// Whether collapse of a plan can be foretold: its likelihood is known to the prediction, its objective charges for every nat, and a Gaussian posterior of one level may become the standard normal prior.
    /// Bits for free, a weight that a target sets, means that are held apart, other priors, spheres and ladders have no such state.
    /// </summary>
    /// <param name="plan">A plan that can be carried out.</param>
    public static bool CanForetell(Plan plan) =>
        plan is
        {
            Objective: { Beta: > 0, ChargesEveryNat: true },
            Model: { Prior.Kind: PriorKind.Normal, Posterior: { Kind: PosteriorKind.Diagonal or PosteriorKind.Full, UpperUnits: 0, CentredScale: null, CommittedRate: null } },
        }
        && CanPredict(plan.Model.Likelihood);

    /// <summary>Predicts.</summary>
    /// <param name="view">The training examples as the model would see them.</param>
    /// <param name="options">Likelihood, weight, size, and how much is measured.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="Data.DataFormatException">The likelihood is of counts, and a value is none.</exception>
    /// <exception cref="NotSupportedException"><see cref="CanPredict"/> is false for the likelihood.</exception>
    public static Prediction Predict(DataView view, PredictionOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Beta, nameof(options));
        var rng = new Rng(unchecked((ulong)options.Seed)).Fork("prediction");
        int[] drawn = ExampleDraw.Sorted(view.Count, options.Examples, rng.Fork("examples"));
        var blocks = new ExampleBlocks(view, drawn, rng.Fork("binarisation"));
        (ScoreRows rows, ScoreScale scale) = Scores.AtConstant(view, blocks, options.Likelihood);
        int wanted = Math.Max(options.Eigenvalues, options.LatentSize);
        var spectrum = Spectrum.Of(rows, wanted, rng.Fork("start"), Math.Max(8, options.LatentSize), cancellation);
        double[] heldOut = HeldOut(rows, wanted, rng.Fork("halves"), cancellation);
        // Where parameters outnumber examples, eigenvalues of the sample are mostly its noise.
        bool isNoisy = rows.Rank > drawn.Length / 4;
        double[] values = [.. (isNoisy ? heldOut : spectrum.Values).Select(value => value * scale.Factor)];
        double[] along = Squares(rows, spectrum.Directions, spectrum.Values.Count, 1);
        Interval interval = along.Length == 0 ? new Interval(0, 0) : new Bootstrap(options.BootstrapReplicates, rng.Fork("bootstrap")).OfMean(along);
        double shift = isNoisy && heldOut.Length > 0 && spectrum.Values.Count > 0 ? heldOut[0] - spectrum.Values[0] : 0;
        var outcome = LinearTheory.Of(values, options, scale, view.OutputSize);
        var prediction = new Prediction
        {
            Likelihood = scale.Name,
            Beta = options.Beta,
            Sigma2 = scale.Sigma2,
            Theta = scale.Theta,
            DataTheta = scale.DataTheta,
            InflatedZeros = scale.InflatedZeros,
            DataInflatedZeros = scale.DataInflatedZeros,
            CriticalBetaOfDataNoise = scale.AtDataNoise is { } own ? Critical(own, isNoisy, rng, cancellation) : null,
            LatentSize = options.LatentSize,
            Eigenvalues = values,
            CriticalBeta = values.Length == 0 ? 0 : values[0],
            CriticalBetaInterval = [(interval.Lower + shift) * scale.Factor, (interval.Upper + shift) * scale.Factor],
            CriticalBetaHeldOut = heldOut.Length == 0 ? 0 : heldOut[0] * scale.Factor,
            EigenvaluesAreHeldOut = isNoisy,
            CriticalBetaInSample = spectrum.Values.Count == 0 ? 0 : spectrum.Values[0] * scale.Factor,
            CriticalSigma2 = scale.IsFixed ? values.FirstOrDefault() * scale.Sigma2 / options.Beta : null,
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

    private static double Critical(ScoreRows rows, bool isNoisy, Rng rng, CancellationToken cancellation) => (isNoisy
        ? HeldOut(rows, 1, rng.Fork("halves"), cancellation)
        : Spectrum.Of(rows, 1, rng.Fork("start"), 1, cancellation).Values).DefaultIfEmpty(0).First();

    /// <summary>The quotients along the directions of the other half of the examples, both ways round, the largest first.</summary>
    private static double[] HeldOut(ScoreRows rows, int wanted, Rng rng, CancellationToken cancellation)
    {
        if (rows.Examples < 4) return [];
        int[] order = new int[rows.Examples];
        rng.FillPermutation(order);
        ScoreRows left = rows.Some(order[..(order.Length / 2)]), right = rows.Some(order[(order.Length / 2)..]);
        double[] there = Across(left, right, wanted, rng, cancellation), back = Across(right, left, wanted, rng, cancellation);
        return [.. there.Zip(back, (one, other) => (one + other) / 2).OrderDescending()];
    }

    private static double[] Across(ScoreRows from, ScoreRows to, int wanted, Rng rng, CancellationToken cancellation)
    {
        var spectrum = Spectrum.Of(from, wanted, rng, 8, cancellation);
        int count = spectrum.Values.Count;
        double[] squares = Squares(to, spectrum.Directions, count, count), result = new double[count];
        for (int i = 0; i < squares.Length; i++) result[i % count] += squares[i] / to.Examples;
        return result;
    }

    /// <summary>The squared projections onto the first of some directions, [examples, kept].</summary>
    private static double[] Squares(ScoreRows rows, double[] directions, int count, int kept)
    {
        if (count == 0) return [];
        float[] some = new float[rows.Dimension * kept], projections = new float[rows.Examples * kept];
        for (int i = 0; i < rows.Dimension; i++)
        {
            for (int c = 0; c < kept; c++) some[(i * kept) + c] = (float)directions[(i * count) + c];
        }

        rows.Project(some, kept, projections);
        return Array.ConvertAll(projections, value => (double)value * value);
    }
}
