using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Encoders;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Models.Posteriors;
using Uncollapse.Models.Priors;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models;

/// <summary>A variational autoencoder: q(z|x) by an encoder, p(z), and p(x|z) by a decoder and a likelihood.</summary>
public sealed class Vae<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Likelihood parameters evaluated at once: 64 MiB of floats.
    private const long LargestBlock = 1L << 24;

    /// <summary>Puts a model together from its parts, whose parameters are all in one set.</summary>
    public Vae(
        ParameterSet<T> parameters,
        Encoder<T> encoder,
        PosteriorHead<T> posterior,
        Decoder<T> decoder,
        Prior<T> prior,
        Likelihood<T> likelihood,
        int outputCount,
        int conditionCount = 0)
    {
        Parameters = parameters;
        Encoder = encoder;
        Posterior = posterior;
        Decoder = decoder;
        Prior = prior;
        Likelihood = likelihood;
        OutputCount = outputCount;
        ConditionCount = conditionCount;
    }

    /// <summary>Every weight and all state; its names are those of checkpoints.</summary>
    public ParameterSet<T> Parameters { get; }

    /// <summary>From x to features.</summary>
    public Encoder<T> Encoder { get; }

    /// <summary>From features to q(z|x).</summary>
    public PosteriorHead<T> Posterior { get; }

    /// <summary>From z to the parameters of p(x|z).</summary>
    public Decoder<T> Decoder { get; }

    /// <summary>p(z).</summary>
    public Prior<T> Prior { get; }

    /// <summary>p(x|z) given its parameters.</summary>
    public Likelihood<T> Likelihood { get; }

    /// <summary>The number of values of an example, D.</summary>
    public int OutputCount { get; }

    /// <summary>The number of values that are told of an example beside it, C; 0 for a model that is not conditional.</summary>
    public int ConditionCount { get; }

    /// <summary>The length of a row that holds an example and behind it what is told of it, D + C.</summary>
    public int RowSize => OutputCount + ConditionCount;

    /// <summary>The probability in [0, 1] that an example's skips are all dropped in training.</summary>
    public double SkipDropout { get; init; }

    /// <summary>Where the library of counts comes from; null where the likelihood is of other values.</summary>
    public LibraryModel<T>? Library { get; init; }

    /// <summary>The number of latent units, L, that of a latent library among them.</summary>
    public int LatentCount => Posterior.Family.Units;

    /// <summary>What the decoder looks at beside the code.</summary>
    public ContextUse Uses =>
        Decoder.Uses | (ConditionCount > 0 ? ContextUse.Condition : ContextUse.None) | (Library is { IsLatent: false } ? ContextUse.Library : ContextUse.None);

    /// <summary>How many rows to evaluate at once: as many as asked, fewer where the likelihood has many parameters a row.</summary>
    /// <param name="most">The most rows.</param>
    public int BlockRows(int most)
    {
        long perRow = (long)OutputCount * Likelihood.Heads.Sum(head => head.PerOutput);
        return (int)Math.Clamp(LargestBlock / perRow, 1, most);
    }

    /// <summary>Whether the decoder looks at a part of its context.</summary>
    /// <param name="part">One part.</param>
    public bool Looks(ContextUse part) => (Uses & part) == part;

    /// <summary>Builds the model that a plan describes, with fresh weights.</summary>
    /// <param name="plan">The model.</param>
    /// <param name="statistics">The shape of the data and the mean of its outputs.</param>
    /// <param name="rng">The key of the initial weights.</param>
    /// <param name="mostNumbers">The most numbers that its parameters and state may have; it is checked before memory is taken for them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan holds a value out of range.</exception>
    /// <exception cref="PlanException">A network needs images, and the data are none.</exception>
    /// <exception cref="Tensors.ShapeException">The model has more numbers than it may.</exception>
    public static Vae<T> Build(ModelPlan plan, DataStatistics statistics, Rng rng, long mostNumbers = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Latent, 1);
        var parameters = new ParameterSet<T>(mostNumbers);
        try
        {
            return Build(parameters, plan, statistics, rng);
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    private static Vae<T> Build(ParameterSet<T> parameters, ModelPlan plan, DataStatistics statistics, Rng rng)
    {
        var initialiser = new Initialiser(plan.Initialisation, rng);
        var encoder = EncoderFactory.Build(parameters, plan, statistics, initialiser);
        var code = plan.Likelihood.HasLatentLibrary ? plan with { Latent = plan.Latent + 1 } : plan;
        var posterior = new PosteriorHead<T>(parameters, encoder.FeatureCount, PosteriorFactory.Build(parameters, code, initialiser), initialiser);
        var likelihood = LikelihoodFactory.Build(parameters, plan.Likelihood, statistics);
        var decoder = DecoderFactory.Build(parameters, plan, statistics, likelihood, initialiser);
        var library = plan.Likelihood.IsCount ? new LibraryModel<T>(parameters, plan.Likelihood.HasLatentLibrary, statistics.Library) : null;
        var prior = PriorFactory.Build(parameters, code, statistics, encoder, posterior, initialiser);
        return new Vae<T>(parameters, encoder, posterior, decoder, prior, likelihood, statistics.OutputCount, statistics.ConditionCount)
        {
            SkipDropout = plan.Skips.Dropout,
            Library = library,
        };
    }

    /// <summary>q(z|x) of each example, and what else the decoder may see of it.</summary>
    /// <param name="rows">x, and behind it the condition, [examples, <see cref="RowSize"/>].</param>
    /// <param name="pass">The walk.</param>
    /// <exception cref="Tensors.ShapeException">The rows have another length.</exception>
    public Encoding<T> Encode(Tensor<T> rows, in Pass<T> pass)
    {
        (var heads, var context) = EncodeHeads(rows, pass);
        return new Encoding<T>(Posterior.Family.FromHeads(heads, pass), context);
    }

    /// <summary>What the encoder's last layer says of each example, from which the family makes q(z|x), and what else the decoder may see of it.</summary>
    /// <param name="rows">x, and behind it the condition, [examples, <see cref="RowSize"/>].</param>
    /// <param name="pass">The walk.</param>
    /// <returns>[examples, <see cref="PosteriorFamily{T}.HeadCount"/>], and the context.</returns>
    /// <exception cref="Tensors.ShapeException">The rows have another length.</exception>
    public (Tensor<T> Heads, DecoderContext<T> Context) EncodeHeads(Tensor<T> rows, in Pass<T> pass)
    {
        var examples = Outputs(rows, pass);
        var condition = ConditionCount == 0 ? null : pass.Tape.SliceColumns(rows, OutputCount, ConditionCount);
        var features = pass.Heads is null ? Encoder.Forward(examples, condition, pass) : default;
        var library = Looks(ContextUse.Library) ? Library!.Observed(examples, pass) : null;
        var past = Looks(ContextUse.Past) ? examples : null;
        var skips = features.Skips is null || !pass.Training || SkipDropout == 0
            ? features.Skips
            : Layers.SkipDropout.Apply(features.Skips, SkipDropout, pass.Rng.Fork("skips"), pass.Tape);
        return (pass.Heads ?? Posterior.Heads(features.Last, pass), new DecoderContext<T>(past, skips, condition, library));
    }

    /// <summary>The likelihood's parameters of each code.</summary>
    /// <exception cref="Tensors.ShapeException">The codes have another number of units.</exception>
    public LikelihoodParameters<T> Decode(Tensor<T> code, in DecoderContext<T> context, in Pass<T> pass)
    {
        if (Library is null)
            return Decoder.Decode(WithCondition(code, context.Condition, pass), context, pass);

        var shares = Library.IsLatent ? pass.Tape.SliceColumns(code, 0, LatentCount - 1) : code;
        var said = Decoder.Decode(WithCondition(shares, context.Condition, pass), context, pass);
        var logSize = Library.IsLatent ? Library.Latent(code, pass) : context.LogLibrary ?? Library.Typical(code.Rows, pass);
        return Likelihood.Complete(said with { LogSize = logSize }, context.Condition, pass);
    }

    /// <summary>log p(x|z) of each row, in nats, summed over the outputs.</summary>
    /// <param name="target">x, and behind it the condition, [rows, <see cref="RowSize"/>].</param>
    /// <param name="code">z, [rows, units].</param>
    /// <param name="context">What the decoder may see beside the code, of as many rows.</param>
    /// <param name="pass">The walk.</param>
    /// <param name="expectedGradient">The derivative of the loss by each row's value where the caller knows it, else 0: speed only.</param>
    public Tensor<T> LogLikelihood(
        Tensor<T> target, Tensor<T> code, in DecoderContext<T> context, in Pass<T> pass, T expectedGradient = default) =>
        Likelihood.LogLikelihood(Decode(code, context, pass), Outputs(target, pass), pass, expectedGradient);

    /// <summary>x alone, of rows that hold the condition behind it.</summary>
    public Tensor<T> Outputs(Tensor<T> rows, in Pass<T> pass) =>
        ConditionCount == 0 ? rows : pass.Tape.SliceColumns(rows, 0, OutputCount);

    /// <summary>Returns the parameters' native memory.</summary>
    public void Dispose() => Parameters.Dispose();

    /// <summary>What a decoder is given: the code, and behind it the condition where there is one.</summary>
    internal static Tensor<T> WithCondition(Tensor<T> code, Tensor<T>? condition, in Pass<T> pass) =>
        condition is null ? code : pass.Tape.ConcatColumns(code, condition);
}
