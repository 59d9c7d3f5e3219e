using System.Numerics;
using Uncollapse.Models.Posteriors;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Priors;

/// <summary>p(z) uniform on the unit sphere of R^L.</summary>
/// <param name="units">L, at least 2.</param>
public sealed class SpherePrior<T>(int units) : Prior<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _logDensity = T.CreateChecked(new SphereMarginal(units).LogUniform);

    /// <inheritdoc/>
    public override Tensor<T> Rate(in Posterior<T> posterior, Tensor<T> code, in Pass<T> pass) =>
        posterior.Family.StandardKl(posterior, pass) ?? base.Rate(posterior, code, pass);

    /// <inheritdoc/>
    public override Tensor<T> LogDensity(Tensor<T> code, in Pass<T> pass)
    {
        var result = pass.Tape.Constant(new Shape(code.Rows));
        result.Data.Fill(_logDensity);
        return result;
    }

    /// <inheritdoc/>
    public override void Sample(Rng rng, int units, Span<T> codes)
    {
        NoiseOp.FillNormal(rng, codes);
        for (int at = 0; at < codes.Length; at += units)
        {
            var code = codes.Slice(at, units);
            var length = T.CreateChecked(Math.Sqrt(KernelTable<T>.Current.Dot(code, code)));
            foreach (ref var value in code)
                value /= length;
        }
    }
}
