using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Objectives;

/// <summary>
/// The importance-weighted bound (Burda et al. 2016): loss = -1/N sum_n log 1/K sum_k w_nk,
/// log w = log p(x|z) + beta (log p(z) - log q(z|x)), z_nk ~ q(z|x_n).
/// </summary>
/// <remarks>The reported bound is the one with beta = 1 and the log-likelihood summed over the outputs.</remarks>
/// <param name="samples">K.</param>
/// <param name="reduction">How the log-likelihood is reduced over the outputs.</param>
public sealed class ImportanceWeightedObjective<T>(int samples, Reduction reduction = Reduction.Sum) : Objective<T>(samples, reduction)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override ObjectiveValue<T> Evaluate(Vae<T> model, Tensor<T> examples, in ScheduledWeights weights, in Pass<T> pass)
    {
        double beta = weights.Beta;
        var tape = pass.Tape;
        var encoding = model.Encode(examples, pass);
        var draw = DrawCodes(examples, encoding, pass);
        var logLikelihood = model.LogLikelihood(draw.Target, draw.Code, draw.Context, pass);
        var prior = model.Prior.LogDensity(draw.Code, pass);
        var ratio = tape.Subtract(prior, draw.Posterior.LogDensity(draw.Code, pass));
        double weight = LikelihoodWeight(model);
        var weighted = weight == 1 ? logLikelihood : tape.Affine(logLikelihood, weight);
        var scaledRatio = beta == 1 ? ratio : tape.Affine(ratio, beta);
        var loss = tape.WeightedSum(tape.Mean(tape.LogMeanExp(tape.Add(weighted, scaledRatio), Samples)), -1);

        double distortion = -Mean(logLikelihood);
        double rate = Mean(model.Prior.Rate(encoding.Posterior, draw.Code, pass));
        double lossValue = double.CreateChecked(loss.Item);
        double bound = weight == 1 && beta == 1 ? -lossValue : Mean(tape.LogMeanExp(tape.Add(logLikelihood, ratio), Samples));
        return new ObjectiveValue<T>(loss, lossValue, bound, rate, distortion);
    }
}
