using System.Numerics;
using Uncollapse.Models.Encoders;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Posteriors;
using Uncollapse.Records.Plans;

namespace Uncollapse.Models.Priors;

/// <summary>From a plan's words to p(z).</summary>
public static class PriorFactory
{
    /// <summary>Builds the prior and its parameters, named <c>prior.*</c>.</summary>
    /// <param name="parameters">Where parameters are added.</param>
    /// <param name="plan">The model.</param>
    /// <param name="statistics">The data's shape and means.</param>
    /// <param name="encoder">The model's encoder, which a VampPrior uses.</param>
    /// <param name="posterior">The model's posterior, whose family says what space the prior is on.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan names something unknown, or a prior that does not go with the posterior.</exception>
    public static Prior<T> Build<T>(
        ParameterSet<T> parameters, ModelPlan plan, DataStatistics statistics, Encoder<T> encoder, PosteriorHead<T> posterior, Initialiser initialiser)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => (plan.Prior.Kind, posterior.Family) switch
        {
            (PriorKind.Normal, LadderGaussian<T> ladder) => new LadderPrior<T>(ladder),
            (PriorKind.Normal, { IsSpherical: true }) => new SpherePrior<T>(plan.Latent),
            (PriorKind.Normal, _) => new StandardNormalPrior<T>(),
            (_, LadderGaussian<T> or { IsSpherical: true }) =>
                throw new ArgumentOutOfRangeException(nameof(plan), plan.Prior.Kind, "the posterior goes with its own prior, normal in a plan"),
            (PriorKind.Mixture, _) => new MixturePrior<T>(parameters, plan.Latent, plan.Prior.Components, initialiser),
            (PriorKind.Vamp, _) when !plan.Encoder.ReadsTokens && !plan.Likelihood.IsCount =>
                new VampPrior<T>(parameters, encoder, posterior, statistics, plan.Prior.Components, IsUnitInterval(plan.Likelihood.Kind), initialiser),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Prior.Kind, "unknown prior"),
        };

    private static bool IsUnitInterval(LikelihoodKind kind) => kind is LikelihoodKind.Bernoulli or LikelihoodKind.ContinuousBernoulli;
}
