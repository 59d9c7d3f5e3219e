using System.Numerics;
using Uncollapse.Records.Plans;

namespace Uncollapse.Models.Likelihoods;

/// <summary>From a plan's words to a likelihood.</summary>
public static class LikelihoodFactory
{
    /// <summary>Builds the likelihood and its parameters, named <c>likelihood.*</c>.</summary>
    /// <param name="parameters">Where parameters are added.</param>
    /// <param name="plan">The family and its variance.</param>
    /// <param name="statistics">The number of outputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan names something unknown, or a variance that is not above 0.</exception>
    public static Likelihood<T> Build<T>(ParameterSet<T> parameters, LikelihoodPlan plan, DataStatistics statistics)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => plan.Kind switch
        {
            LikelihoodKind.Bernoulli => new BernoulliLikelihood<T>(plan.Temperature),
            LikelihoodKind.ContinuousBernoulli => new ContinuousBernoulliLikelihood<T>(),
            LikelihoodKind.Gaussian => new GaussianLikelihood<T>(Variance(parameters, plan, statistics.OutputCount)),
            LikelihoodKind.Categorical when statistics.VocabularySize > 0 => new TokenLikelihood<T>(statistics.VocabularySize, plan.Temperature),
            LikelihoodKind.Categorical => new CategoricalLikelihood<T>(plan.Temperature),
            LikelihoodKind.DiscretisedLogistic => new DiscretisedLogisticLikelihood<T>(plan.Logistics),
            _ when plan.IsCount => CountLikelihood<T>.Build(parameters, plan, statistics),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Kind, "unknown likelihood"),
        };

    private static VarianceModel<T> Variance<T>(ParameterSet<T> parameters, LikelihoodPlan plan, int outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (plan.Sigma2 is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(plan), plan.Sigma2, "the variance must be above 0");

        return plan.Variance switch
        {
            VarianceKind.Fixed => ConstantVariance<T>.Fixed(parameters, plan.Sigma2),
            VarianceKind.Shared => ConstantVariance<T>.Learned(parameters, 1, plan.Sigma2),
            VarianceKind.PerOutput => ConstantVariance<T>.Learned(parameters, outputs, plan.Sigma2),
            VarianceKind.Predicted => new PredictedVariance<T>(plan.Sigma2),
            VarianceKind.Optimal => new OptimalVariance<T>(parameters, plan.Sigma2, plan.Optimum, outputs),
            VarianceKind.Bounded => new BoundedVariance<T>(parameters, plan.Sigma2),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Variance, "unknown variance"),
        };
    }
}
