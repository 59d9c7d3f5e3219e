using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Encoders;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Models.Priors;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models;

/// <summary>A variational autoencoder: q(z|x) by an encoder, p(z), and p(x|z) by a decoder and a likelihood.</summary>
public sealed class Vae<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Puts a model together from its parts, whose parameters are all in one set.</summary>
    public Vae(
        ParameterSet<T> parameters, Encoder<T> encoder, Decoder<T> decoder, Prior<T> prior, Likelihood<T> likelihood, int outputCount, int latentCount)
    {
        Parameters = parameters;
        Encoder = encoder;
        Decoder = decoder;
        Prior = prior;
        Likelihood = likelihood;
        OutputCount = outputCount;
        LatentCount = latentCount;
    }

    /// <summary>Every weight and all state; its names are those of checkpoints.</summary>
    public ParameterSet<T> Parameters { get; }

    /// <summary>q(z|x).</summary>
    public Encoder<T> Encoder { get; }

    /// <summary>From z to the parameters of p(x|z).</summary>
    public Decoder<T> Decoder { get; }

    /// <summary>p(z).</summary>
    public Prior<T> Prior { get; }

    /// <summary>p(x|z) given its parameters.</summary>
    public Likelihood<T> Likelihood { get; }

    /// <summary>The number of values of an example, D.</summary>
    public int OutputCount { get; }

    /// <summary>The number of latent units, L.</summary>
    public int LatentCount { get; }

    /// <summary>Builds the model that a plan describes, with fresh weights.</summary>
    /// <param name="plan">The model.</param>
    /// <param name="statistics">The number of outputs and their means.</param>
    /// <param name="rng">The key of the initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan holds a value out of range.</exception>
    public static Vae<T> Build(ModelPlan plan, DataStatistics statistics, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Latent, 1);
        int outputs = statistics.OutputCount;
        var parameters = new ParameterSet<T>();
        var initialiser = new Initialiser(plan.Initialisation, rng);
        var encoder = new MlpEncoder<T>(parameters, plan.Encoder, outputs, plan.Latent, initialiser);
        var likelihood = LikelihoodFactory.Build(parameters, plan.Likelihood, outputs);
        var mean = plan.OutputBias == OutputBias.DataMean ? statistics.OutputMean : null;
        var decoder = new MlpDecoder<T>(parameters, plan.Decoder, plan.Latent, outputs, likelihood, initialiser, mean);
        return new Vae<T>(parameters, encoder, decoder, new StandardNormalPrior<T>(), likelihood, outputs, plan.Latent);
    }

    /// <summary>q(z|x) of each example, and what else the decoder may see of it.</summary>
    /// <exception cref="Tensors.ShapeException">The examples have another number of values.</exception>
    public Encoding<T> Encode(Tensor<T> examples, in Pass<T> pass) => Encoder.Encode(examples, pass);

    /// <summary>The likelihood's parameters of each code.</summary>
    /// <exception cref="Tensors.ShapeException">The codes have another number of units.</exception>
    public LikelihoodParameters<T> Decode(Tensor<T> code, in DecoderContext<T> context, in Pass<T> pass) =>
        Decoder.Decode(code, context, pass);

    /// <summary>log p(x|z) of each row, in nats, summed over the outputs.</summary>
    /// <param name="target">x, [rows, outputs].</param>
    /// <param name="code">z, [rows, units].</param>
    /// <param name="context">What the decoder may see beside the code, of as many rows.</param>
    /// <param name="pass">The walk.</param>
    /// <param name="expectedGradient">The derivative of the loss by each row's value where the caller knows it, else 0: speed only.</param>
    public Tensor<T> LogLikelihood(
        Tensor<T> target, Tensor<T> code, in DecoderContext<T> context, in Pass<T> pass, T expectedGradient = default) =>
        Likelihood.LogLikelihood(Decode(code, context, pass), target, pass, expectedGradient);

    /// <summary>Returns the parameters' native memory.</summary>
    public void Dispose() => Parameters.Dispose();
}
