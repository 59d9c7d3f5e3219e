using System.Globalization;
using Uncollapse.Data;
using Uncollapse.Data.Preparation;
using Uncollapse.Records.Plans;

namespace Uncollapse.Training.Loop;

/// <summary>What a likelihood asks of its data.</summary>
public static class LikelihoodSupport
{
    /// <summary>Refuses data outside the support of the likelihood, held-out data too: a Bernoulli "bound" of a value of 50 has no bound.</summary>
    /// <param name="plan">Whose likelihood.</param>
    /// <param name="data">What it is to describe.</param>
    /// <exception cref="DataFormatException">A likelihood meets values outside its support in some split, or one of values a text.</exception>
    public static void Require(Plan plan, PreparedData data)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Train.Vocabulary is not null)
        {
            if (plan.Model.Likelihood.Kind == LikelihoodKind.Categorical) return;
            throw new DataFormatException(plan.Data.Source, "", "values, as the likelihood describes them", "a text", "Text wants --likelihood categorical");
        }

        if (plan.Model.Likelihood.Kind == LikelihoodKind.Gaussian) return;
        // A matrix that is known to hold no counts is refused with all that was seen of its file.
        if (plan.Model.Likelihood.IsCount && data.Source.Matrices.Count > 0) data.RequireCounts(Family(plan.Model.Likelihood.Kind));
        foreach (DataView split in (ReadOnlySpan<DataView>)[data.Train, data.Validation, data.Test])
        {
            if (plan.Model.Likelihood.IsCount)
            {
                CountSupport.Check(plan, split);
                continue;
            }

            OutputStatistics statistics = split.Statistics();
            if (statistics.OverallMinimum >= 0 && statistics.OverallMaximum <= 1)
            {
                if (plan.Model.Likelihood.Kind is LikelihoodKind.Categorical or LikelihoodKind.DiscretisedLogistic) LevelSupport.Check(plan, split);
                continue;
            }

            throw new DataFormatException(
                plan.Data.Source, $"{split.Name} split", $"values in [0, 1] for a {Family(plan.Model.Likelihood.Kind)} likelihood",
                string.Create(CultureInfo.InvariantCulture, $"values from {statistics.OverallMinimum:G6} to {statistics.OverallMaximum:G6} ({split.Transform.Scaling})"),
                split != data.Train && plan.Data.Scale == Scaling.Unit
                    ? "Too many values lie beyond the training split's range to clip them: are these splits of the same data? Join them in one file and let it be divided anew, or set model.likelihood.kind to gaussian"
                    : "Set data.scale to unit, or model.likelihood.kind to gaussian");
        }
    }

    internal static string Family(LikelihoodKind kind) => kind switch
    {
        LikelihoodKind.Categorical => "categorical",
        LikelihoodKind.DiscretisedLogistic => "discretised logistic",
        LikelihoodKind.Poisson => "Poisson",
        LikelihoodKind.NegativeBinomial => "negative binomial",
        LikelihoodKind.ZeroInflatedNegativeBinomial => "zero-inflated negative binomial",
        LikelihoodKind.Multinomial => "multinomial",
        LikelihoodKind.DirichletMultinomial => "Dirichlet-multinomial",
        _ => "Bernoulli",
    };
}
