using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;

namespace Uncollapse.Models.Priors;

/// <summary>From a plan's words to p(z).</summary>
public static class PriorFactory
{
#pragma warning disable IDE0060 // The learned families take them.
    /// <summary>Builds the prior and its parameters, named <c>prior.*</c>.</summary>
    /// <param name="parameters">Where parameters are added.</param>
    /// <param name="plan">The model.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan names something unknown.</exception>
    public static Prior<T> Build<T>(ParameterSet<T> parameters, ModelPlan plan, Initialiser initialiser)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => plan.Prior.Kind switch
        {
            PriorKind.Normal => new StandardNormalPrior<T>(),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Prior.Kind, "unknown prior"),
        };
}
