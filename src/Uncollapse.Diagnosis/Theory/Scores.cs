using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Diagnosis.Theory.Counts;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Theory;

/// <summary>The whitened scores of data at the best constant of each likelihood.</summary>
internal static class Scores
{
    /// <summary>The highest level of an 8-bit value.</summary>
    private const int HighestLevel = 255;

    /// <summary>Up to so many outputs counts are taken as rows, whose second moment is computed once.</summary>
    private const int MostDense = 2048;

    public static (ScoreRows Rows, ScoreScale Scale) AtConstant(DataView view, ExampleBlocks blocks, LikelihoodPlan likelihood)
    {
        if (likelihood.Kind == LikelihoodKind.Categorical)
        {
            bool isText = view.Vocabulary is not null;
            var table = ClassTable.Read(blocks, isText ? id => (int)id : value => (int)MathF.Round(HighestLevel * value), isText ? view.Length : _ => view.OutputSize);
            return (new CategoricalScores(table), new ScoreScale("categorical"));
        }

        if (likelihood.IsCount) return CountsAtConstant(view, blocks, likelihood);
        (double[] mean, double[] variance) = Moments(blocks);
        int constant = variance.Count(value => value == 0);
        switch (likelihood.Kind)
        {
            case LikelihoodKind.Bernoulli:
                return (new DataScores(blocks, ScoreRule.Bernoulli(mean)), new ScoreScale("Bernoulli") { ConstantOutputs = constant });
            case LikelihoodKind.ContinuousBernoulli:
                return (new DataScores(blocks, ScoreRule.Whitened(mean, Array.ConvertAll(mean, ContinuousInformation))), new ScoreScale("continuous Bernoulli") { ConstantOutputs = constant });
            case LikelihoodKind.Gaussian when likelihood is { Variance: VarianceKind.PerOutput or VarianceKind.Predicted } or { Variance: VarianceKind.Optimal, Optimum: VarianceOptimum.PerOutput }:
                return (new DataScores(blocks, ScoreRule.Standardised(mean, variance)), new ScoreScale("Gaussian, a learned variance per output") { IsLearned = true, ConstantOutputs = constant });
            case LikelihoodKind.Gaussian:
                double trace = variance.Sum(), collapsed = trace / mean.Length;
                // A bounded variance stays at its bound where that is below what it would learn.
                bool isBound = likelihood.Variance == VarianceKind.Bounded && likelihood.Sigma2 < collapsed, isFixed = isBound || likelihood.Variance == VarianceKind.Fixed;
                double sigma2 = isFixed ? likelihood.Sigma2 : collapsed;
                // Of data that never change nothing can be learned, whatever the variance.
                return (new DataScores(blocks, ScoreRule.Gaussian(mean, 1)), new ScoreScale(isBound ? "Gaussian, a variance at its bound" : isFixed ? "Gaussian" : "Gaussian, one learned variance")
                {
                    Factor = sigma2 > 0 ? 1 / sigma2 : 0,
                    Sigma2 = sigma2,
                    IsFixed = isFixed,
                    IsLearned = !isFixed,
                    Trace = trace,
                    ConstantOutputs = constant,
                });
            default:
                throw new NotSupportedException($"no prediction from data for the likelihood {likelihood.Kind}: its constant state has no closed form");
        }
    }

    private static (ScoreRows Rows, ScoreScale Scale) CountsAtConstant(DataView view, ExampleBlocks blocks, LikelihoodPlan likelihood)
    {
        var matrix = CountMatrix.Read(blocks, view.Data.Provenance.Source);
        var state = CountState.Of(matrix, likelihood);
        LikelihoodPlan own = likelihood with { FixedTheta = false, ZeroInflation = null };
        bool isFixed = likelihood is { HasTheta: true, FixedTheta: true } || likelihood is { Kind: LikelihoodKind.ZeroInflatedNegativeBinomial, ZeroInflation: not null };
        CountState data = isFixed ? CountState.Of(matrix, own) : state;
        return (Rows(state), new ScoreScale(CountNotes.Name(likelihood))
        {
            ConstantOutputs = matrix.Outputs - state.Whitening.Occurring,
            Theta = state.Theta,
            DataTheta = data.Theta,
            InflatedZeros = state.InflatedZeros,
            DataInflatedZeros = data.InflatedZeros,
            AtDataNoise = isFixed ? Rows(data) : null,
            Notes = [.. CountNotes.Of(likelihood, state)],
        });
    }

    private static ScoreRows Rows(CountState state) => state.Matrix.Outputs > MostDense ? new CountScores(state) : new DenseCountScores(state);

    /// <summary>The variance of a continuous Bernoulli of this mean, 1/l^2 - 1/(4 sinh(l/2)^2) with l its logit; 0 at 0 and 1.</summary>
    internal static double ContinuousInformation(double mean)
    {
        if (mean is <= 1e-9 or >= 1 - 1e-9) return 0;
        return ContinuousBernoulli.Variance(ContinuousBernoulli.LogitOfMean(mean));
    }

    // Of the very examples that are measured, so that the mean of the scores is 0.
    private static (double[] Mean, double[] Variance) Moments(ExampleBlocks blocks)
    {
        double[] sum = new double[blocks.Outputs], square = new double[blocks.Outputs], origin = new double[blocks.Outputs];
        for (int block = 0; block < blocks.Count; block++)
        {
            ReadOnlySpan<float> rows = blocks.Read(block);
            if (block == 0)
            {
                for (int i = 0; i < origin.Length; i++) origin[i] = rows[i];
            }

            for (int at = 0; at < rows.Length; at += blocks.RowSize)
            {
                for (int i = 0; i < sum.Length; i++)
                {
                    double value = rows[at + i] - origin[i];
                    sum[i] += value;
                    square[i] += value * value;
                }
            }
        }

        for (int i = 0; i < sum.Length; i++)
        {
            double mean = sum[i] / blocks.Examples;
            square[i] = Math.Max(0, (square[i] / blocks.Examples) - (mean * mean));
            sum[i] = origin[i] + mean;
        }

        return (sum, square);
    }
}
