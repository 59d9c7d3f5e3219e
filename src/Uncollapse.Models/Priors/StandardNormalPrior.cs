using System.Numerics;
using Uncollapse.Models.Posteriors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Priors;

/// <summary>p(z) = N(0, I).</summary>
public sealed class StandardNormalPrior<T> : Prior<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override Tensor<T> Rate(in Posterior<T> posterior, Tensor<T> code, in Pass<T> pass) =>
        posterior.Family.StandardKl(posterior, pass) ?? base.Rate(posterior, code, pass);

    /// <inheritdoc/>
    public override Tensor<T> LogDensity(Tensor<T> code, in Pass<T> pass) => pass.Tape.StandardNormalLogDensity(code);

    /// <inheritdoc/>
    public override void Sample(Rng rng, int units, Span<T> codes) => NoiseOp.FillNormal(rng, codes);

    /// <inheritdoc/>
    public override UnitMixture UnitMarginals(int units) => UnitMixture.Standard(units);
}
