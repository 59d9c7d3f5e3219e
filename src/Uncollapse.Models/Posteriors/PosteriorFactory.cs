using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;

namespace Uncollapse.Models.Posteriors;

/// <summary>From a plan's words to the family of q(z|x).</summary>
public static class PosteriorFactory
{
    /// <summary>Builds the family and the parameters it has beside the head.</summary>
    /// <param name="parameters">Where parameters are added.</param>
    /// <param name="plan">The model.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan names something unknown.</exception>
    public static PosteriorFamily<T> Build<T>(ParameterSet<T> parameters, ModelPlan plan, Initialiser initialiser)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => plan.Posterior.Kind switch
        {
            PosteriorKind.Diagonal when plan.Posterior is { CentredScale: null, CommittedRate: null, UpperUnits: 0 } => new DiagonalGaussian<T>(plan.Latent),
            PosteriorKind.Diagonal when plan.Posterior is { CentredScale: null, CommittedRate: { } rate, UpperUnits: 0 } =>
                new DiagonalGaussian<T>(plan.Latent, committed: new CommittedRateLayer<T>(rate)),
            PosteriorKind.Diagonal when plan.Posterior is { CentredScale: { } scale, CommittedRate: null, UpperUnits: 0 } =>
                new DiagonalGaussian<T>(plan.Latent, new CentringLayer<T>(parameters, "encoder.posterior.centring", plan.Latent, scale, plan.Posterior.LearnedShift)),
            PosteriorKind.Diagonal when plan.Posterior is { CentredScale: null, CommittedRate: null, UpperUnits: > 0 } =>
                new LadderGaussian<T>(parameters, plan.Latent, plan.Posterior.UpperUnits, initialiser),
            PosteriorKind.Full => new FullGaussian<T>(plan.Latent),
            PosteriorKind.VonMisesFisher => new VonMisesFisher<T>(plan.Latent, plan.Posterior.Concentration),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Posterior, "unknown posterior"),
        };
}
