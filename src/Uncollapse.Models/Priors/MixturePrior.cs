using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Priors;

/// <summary>p(z) = sum_k w_k N(z; m_k, diag s_k^2), all learned.</summary>
/// <remarks>Parameters <c>prior.mean</c> and <c>prior.log_variance</c> [components, units] and <c>prior.logits</c> [components]. It starts with equal weights,
/// means drawn from N(0, 1/2) and variances of 1/2, so that all components together look like N(0, I).</remarks>
public sealed class MixturePrior<T> : Prior<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _mean;
    private readonly Tensor<T> _logVariance;
    private readonly Tensor<T> _logits;

    /// <summary>Builds the prior and its parameters.</summary>
    /// <param name="parameters">Where parameters are added.</param>
    /// <param name="units">Latent units.</param>
    /// <param name="components">K, at least 1.</param>
    /// <param name="initialiser">Its key draws the means.</param>
    public MixturePrior(ParameterSet<T> parameters, int units, int components, Initialiser initialiser)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        _mean = parameters.AddTrained("prior.mean", new Shape(components, units));
        _logVariance = parameters.AddTrained("prior.log_variance", new Shape(components, units));
        _logits = parameters.AddTrained("prior.logits", new Shape(components));
        NoiseOp.FillNormal(initialiser.Rng.Fork("prior.mean"), _mean.Data);
        foreach (ref var value in _mean.Data)
            value *= T.CreateChecked(Math.Sqrt(0.5));
        _logVariance.Data.Fill(T.CreateChecked(Math.Log(0.5)));
    }

    /// <inheritdoc/>
    public override Tensor<T> LogDensity(Tensor<T> code, in Pass<T> pass) => pass.Tape.GaussianMixtureLogDensity(code, _mean, _logVariance, _logits);

    /// <inheritdoc/>
    public override void Sample(Rng rng, int units, Span<T> codes)
    {
        double[] weights = Weights();
        float[] uniform = new float[codes.Length / units];
        rng.Fork("component").FillUniform(uniform);
        NoiseOp.FillNormal(rng.Fork("noise"), codes);
        for (int row = 0; row < uniform.Length; row++)
        {
            int component = 0;
            for (double below = weights[0]; below <= uniform[row] && component < weights.Length - 1; below += weights[component]) component++;
            for (int j = 0; j < units; j++)
            {
                int from = (component * units) + j, to = (row * units) + j;
                codes[to] = _mean.Data[from] + (codes[to] * T.Exp(_logVariance.Data[from] * T.CreateChecked(0.5)));
            }
        }
    }

    /// <inheritdoc/>
    public override UnitMixture UnitMarginals(int units) => new(Weights(), Widen(_mean.Data), Widen(_logVariance.Data));

    private double[] Weights()
    {
        double[] weights = Widen(_logits.Data);
        double largest = weights.Max();
        for (int k = 0; k < weights.Length; k++)
            weights[k] = Math.Exp(weights[k] - largest);
        double sum = weights.Sum();
        return Array.ConvertAll(weights, w => w / sum);
    }
}
