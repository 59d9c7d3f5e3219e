using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Decoders;

/// <summary>Dense layers to a small image, then stages of transposed convolutions that double it: the mirror of
/// <see cref="Encoders.ConvolutionalEncoder{T}"/>. The last stage's transposed convolutions are the likelihood's heads.</summary>
/// <remarks>Each stage makes exactly the extents that the encoder's came from. Biases of heads are one a channel: where the plan wants them to start from the
/// data's mean it is the mean of the channel over the image. Skips join each stage's features with the encoder's of the same stage; with
/// <see cref="NetworkPlan.CodeSkip"/> the code stands beside them too, and before every dense layer.</remarks>
public sealed class ConvolutionalDecoder<T> : Decoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Mlp<T> _dense;
    private readonly LinearLayer<T> _start;
    private readonly DoublingStage<T>[] _stages;
    private readonly StageJoin<T>[] _joins;
    private readonly ResidualBlock<T>[] _lastBlocks;
    private readonly TransposedConvolutionLayer<T>[] _heads;
    private readonly int _height, _width, _channels;
    private readonly bool _hasSkips;

    /// <summary>Builds the decoder and its parameters: <c>decoder.0.*</c> and so on for the dense layers, <c>decoder.start.*</c> from them to the small image,
    /// <c>decoder.stages.n.*</c> with the encoder's numbers, and heads named after what they make, such as <c>decoder.logits.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="plan">Stages (from the example's side) and dense layers (from the code's side).</param>
    /// <param name="inputs">Latent units, and the values of the condition.</param>
    /// <param name="statistics">The images' shape.</param>
    /// <param name="likelihood">Says which heads there are and where their biases may start.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="outputMean">The mean of each output, where the biases shall start from it; null to draw them.</param>
    /// <param name="skips">Whether the encoder's stages join these, and whether gates, <c>decoder.stages.n.gate.*</c>, let them in; null: not.</param>
    /// <param name="units">Latent units: what a gate sees; 0 for all inputs.</param>
    /// <exception cref="PlanException">The data are no images.</exception>
    public ConvolutionalDecoder(
        ParameterSet<T> parameters,
        NetworkPlan plan,
        int inputs,
        DataStatistics statistics,
        Likelihood<T> likelihood,
        Initialiser initialiser,
        IReadOnlyList<double>? outputMean,
        SkipPlan? skips = null,
        int units = 0)
    {
        var geometry = StageGeometry.Of("model.decoder", plan, statistics);
        (_height, _width, _channels) = (geometry[^1].HalfHeight, geometry[^1].HalfWidth, plan.Channels[^1]);
        _dense = new Mlp<T>(parameters, "decoder", NormalisationLayer<T>.Dense(plan), inputs, initialiser, plan.CodeSkip);
        _hasSkips = skips is { Kind: not SkipKind.None };
        _joins = new StageJoin<T>[geometry.Length];
        for (int i = 0; i < _joins.Length; i++)
        {
            _joins[i] = new StageJoin<T>(
                parameters, Name(i), skips ?? new SkipPlan(), plan.Channels[i], units == 0 ? inputs : units, plan.CodeSkip ? inputs : 0, initialiser);
        }

        _start = new LinearLayer<T>(
            parameters, "decoder.start", _dense.Outputs, _height * _width * _channels, initialiser, Activations.ToKernel(plan.Activation));
        _stages = new DoublingStage<T>[geometry.Length - 1];
        for (int i = geometry.Length - 1; i > 0; i--)
            _stages[i - 1] = new DoublingStage<T>(parameters, Name(i), plan, geometry[i], plan.Channels[i] + _joins[i].Channels, plan.Channels[i - 1], initialiser);
        _lastBlocks = ResidualBlock<T>.Run(parameters, Name(0) + ".blocks", plan, plan.Channels[0], initialiser);
        _heads = new TransposedConvolutionLayer<T>[likelihood.Heads.Count];
        for (int i = 0; i < _heads.Length; i++)
        {
            var head = likelihood.Heads[i];
            _heads[i] = new TransposedConvolutionLayer<T>(
                parameters, "decoder." + head.Name, (plan.Kernel, plan.Kernel), plan.Channels[0] + _joins[0].Channels, statistics.Channels * head.PerOutput, geometry[0].Settings, initialiser);
            likelihood.StartBias(i, outputMean is null ? null : ChannelMeans(outputMean, statistics.Channels), _heads[i].Bias!.Data);
        }
    }

    /// <inheritdoc/>
    public override ContextUse Uses => _hasSkips ? ContextUse.Skips : ContextUse.None;

    /// <inheritdoc/>
    public override LikelihoodParameters<T> Decode(Tensor<T> code, in DecoderContext<T> context, in Pass<T> pass)
    {
        var features = pass.Tape.Reshape(_start.Forward(_dense.Forward(code, pass), pass), new Shape(code.Rows, _height, _width, _channels));
        for (int i = _stages.Length - 1; i >= 0; i--)
            features = _stages[i].Forward(_joins[i + 1].Forward(features, context.Skips?[i + 1], code, pass), pass);
        foreach (var block in _lastBlocks)
            features = block.Forward(features, pass);
        features = _joins[0].Forward(features, context.Skips?[0], code, pass);
        return new LikelihoodParameters<T>(
            Head(0, features, pass), _heads.Length > 1 ? Head(1, features, pass) : null, _heads.Length > 2 ? Head(2, features, pass) : null);
    }

    private static string Name(int stage) => FormattableString.Invariant($"decoder.stages.{stage}");

    private static double[] ChannelMeans(IReadOnlyList<double> outputMean, int channels)
    {
        double[] means = new double[channels];
        for (int i = 0; i < outputMean.Count; i++)
            means[i % channels] += outputMean[i] * channels / outputMean.Count;
        return means;
    }

    private Tensor<T> Head(int index, Tensor<T> features, in Pass<T> pass) => pass.Tape.Flatten(_heads[index].Forward(features, pass));
}
