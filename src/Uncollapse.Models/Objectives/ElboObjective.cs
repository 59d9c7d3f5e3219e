using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Objectives;

/// <summary>
/// The beta-weighted evidence lower bound (Kingma and Welling 2014; Higgins et al. 2017):
/// loss = 1/N sum_n (-1/K sum_k log p(x_n|z_nk) + beta KL(q(z|x_n) || p(z))), z_nk ~ q(z|x_n), and what a plan asks for beside or instead. Bound, rate and distortion are reported without.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>Free bits (Kingma et al. 2016): the rate is charged from a floor on; see <see cref="FreeBitsKind"/>. At and below it its gradient is 0.</item>
/// <item>A capacity (Burgess et al. 2018): gamma |KL - C(t)| instead of beta KL, of the batch's mean rate.</item>
/// <item>A controller of the weights (<see cref="WeightController"/>) instead of beta. No gradient flows through what it says.</item>
/// <item>An InfoVAE (Zhao et al. 2019): (1 - alpha) beta KL + (alpha + lambda - 1) MMD^2 between the batch's codes and as many of the prior, with the Gaussian kernel of the authors' code,
/// e^(-|z - z'|^2 / L^2) of L units.</item>
/// <item>Information: - weight (1/N sum_n log q(z_n|x_n) - log 1/N sum_m q(z_n|x_m)), a lower bound of I(X;Z) that cannot exceed log N (Poole et al. 2019).</item>
/// </list>
/// </remarks>
public sealed class ElboObjective<T> : Objective<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ObjectivePlan _plan;
    private readonly WeightController? _controller;

    /// <summary>The plain bound.</summary>
    /// <param name="samples">K.</param>
    /// <param name="reduction">How the log-likelihood is reduced over the outputs.</param>
    public ElboObjective(int samples = 1, Reduction reduction = Reduction.Sum)
        : this(new ObjectivePlan { Samples = samples, Reduction = reduction })
    {
    }

    /// <summary>What a plan asks for.</summary>
    /// <param name="plan">A validated plan.</param>
    /// <param name="controller">Who moves the weights; must be there where the plan has a target, and is told of every training batch.</param>
    /// <exception cref="ArgumentException">The plan has a target and there is no controller.</exception>
    public ElboObjective(ObjectivePlan plan, WeightController? controller = null)
        : base(plan.Samples, plan.Reduction)
    {
        if (plan.IsControlled && controller is null)
            throw new ArgumentException("a target needs a controller of the weights", nameof(controller));

        _plan = plan;
        _controller = controller;
    }

    /// <inheritdoc/>
    public override ObjectiveValue<T> Evaluate(Vae<T> model, Tensor<T> examples, in ScheduledWeights weights, in Pass<T> pass)
    {
        var tape = pass.Tape;
        var encoding = model.Encode(examples, pass);
        var draw = DrawCodes(examples, encoding, pass);
        double weight = -LikelihoodWeight(model) * (_controller?.DistortionWeight ?? 1);
        var expected = T.CreateChecked(weight) / T.CreateChecked(draw.Code.Rows);
        var logLikelihood = model.LogLikelihood(draw.Target, draw.Code, draw.Context, pass, expected);
        double distortion = -Mean(logLikelihood);
        var rate = ChargedRate<T>.Of(model, encoding, draw.Code, _plan.FreeBits, _plan.FreeBitsKind, pass);
        if (pass.Training)
            _controller?.Observe(rate.Mean, distortion);
        double charge = (_controller?.RateWeight ?? weights.Beta) * (1 - _plan.MmdAlpha);
        // The slope of |KL - C| is a sign, and what is left of it a constant.
        double slope = weights.Capacity is { } limit ? (rate.Mean >= limit ? _plan.CapacityWeight : -_plan.CapacityWeight) : charge;
        var loss = tape.WeightedSum(tape.Mean(logLikelihood), weight, rate.Tensor, slope * rate.Times);
        if (weights.Capacity is { } capacity)
            loss = tape.Affine(loss, 1, -slope * capacity);
        loss = Pulled(loss, model, draw, encoding.Posterior, pass);
        return new ObjectiveValue<T>(loss, double.CreateChecked(loss.Item), -(distortion + rate.Mean), rate.Mean, distortion);
    }

    /// <summary>The loss with the terms on all codes of the batch together.</summary>
    private Tensor<T> Pulled(Tensor<T> loss, Vae<T> model, in Draw<T> draw, in Posteriors.Posterior<T> posterior, in Pass<T> pass)
    {
        var tape = pass.Tape;
        if (_plan.MmdWeight > 0)
        {
            var prior = tape.Constant(draw.Code.Shape);
            model.Prior.Sample(pass.Rng.Fork("prior"), model.LatentCount, prior.Data);
            var apart = tape.MaximumMeanDiscrepancy(draw.Code, prior, (double)model.LatentCount * model.LatentCount);
            loss = tape.WeightedSum(loss, 1, apart, _plan.MmdWeight);
        }

        if (_plan.InformationWeight <= 0)
            return loss;

        var own = draw.Posterior.LogDensity(draw.Code, pass);
        var all = model.Posterior.Family.LogMixture(posterior, draw.Code, pass);
        return tape.WeightedSum(loss, 1, tape.Mean(own), -_plan.InformationWeight, tape.Mean(all), _plan.InformationWeight);
    }
}
