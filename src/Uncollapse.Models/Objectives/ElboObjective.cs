using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Objectives;

/// <summary>
/// The beta-weighted evidence lower bound (Kingma and Welling 2014; Higgins et al. 2017):
/// loss = 1/N sum_n (-1/K sum_k log p(x_n|z_nk) + beta KL(q(z|x_n) || p(z))), z_nk ~ q(z|x_n).
/// With free bits (Kingma et al. 2016) the rate in the loss is sum_j max(free bits, 1/N sum_n KL_nj); bound and rate are reported without.
/// </summary>
/// <param name="samples">K.</param>
/// <param name="reduction">How the log-likelihood is reduced over the outputs.</param>
/// <param name="freeBits">Nats of a unit's mean rate over the batch that are not charged for, at least 0; above 0 the posterior must be a diagonal Gaussian
/// and the prior N(0, I).</param>
public sealed class ElboObjective<T>(int samples = 1, Reduction reduction = Reduction.Sum, double freeBits = 0) : Objective<T>(samples, reduction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override ObjectiveValue<T> Evaluate(Vae<T> model, Tensor<T> examples, double beta, in Pass<T> pass)
    {
        var tape = pass.Tape;
        var encoding = model.Encode(examples, pass);
        var draw = DrawCodes(examples, encoding, pass);
        double weight = -LikelihoodWeight(model);
        var expected = T.CreateChecked(weight) / T.CreateChecked(draw.Code.Rows);
        var logLikelihood = model.LogLikelihood(draw.Target, draw.Code, draw.Context, pass, expected);
        double distortion = -Mean(logLikelihood);
        double meanRate;
        Tensor<T> loss;
        if (freeBits > 0)
        {
            var byUnit = tape.GaussianKlByUnit(encoding.Posterior.Location, encoding.Posterior.Spread);
            loss = tape.WeightedSum(tape.Mean(logLikelihood), weight, tape.Mean(tape.AtLeast(byUnit, freeBits)), beta * model.LatentCount);
            meanRate = Mean(byUnit) * model.LatentCount;
        }
        else
        {
            var rate = model.Prior.Rate(encoding.Posterior, draw.Code, pass);
            loss = tape.WeightedSum(tape.Mean(logLikelihood), weight, tape.Mean(rate), beta);
            meanRate = Mean(rate);
        }

        return new ObjectiveValue<T>(loss, double.CreateChecked(loss.Item), -(distortion + meanRate), meanRate, distortion);
    }
}
