using System.Numerics;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>From a PixelCNN's skips to the likelihood's parameters, pixel by pixel: two layers of 1x1 convolutions.</summary>
/// <remarks>Each channel of the image has its own share of the hidden features, which also see the channels before it at the same pixel: red, then green
/// given red, then blue given both.</remarks>
internal sealed class PixelHead<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CausalConvolution<T> _hidden;
    private readonly CausalConvolution<T>[] _heads;
    private readonly Tensor<T>? _channels;
    private readonly Tensor<T>? _mask;

    /// <summary>Builds the head.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="features">Features of the skips, and hidden ones for each channel.</param>
    /// <param name="channels">Channels of the image.</param>
    /// <param name="likelihood">Says which heads there are and where their biases may start.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="channelMean">The mean of each channel, where the biases shall start from it.</param>
    public PixelHead(
        ParameterSet<T> parameters, int features, int channels, Likelihood<T> likelihood, Initialiser initialiser, IReadOnlyList<double>? channelMean)
    {
        int hidden = features * channels;
        _hidden = CausalConvolution<T>.Pointwise(parameters, "decoder.head", features, hidden, initialiser);
        _heads = new CausalConvolution<T>[likelihood.Heads.Count];
        for (int i = 0; i < _heads.Length; i++)
        {
            _heads[i] = CausalConvolution<T>.Pointwise(
                parameters, "decoder." + likelihood.Heads[i].Name, hidden, channels * likelihood.Heads[i].PerOutput, initialiser, groups: channels);
            likelihood.StartBias(i, channelMean, _heads[i].Bias!.Data);
        }

        if (channels == 1)
            return;

        var shape = new Shape(channels, hidden);
        _channels = parameters.AddTrained("decoder.channels.weight", shape);
        initialiser.FillWeights("decoder.channels.weight", channels, features, _channels.Data);
        _mask = parameters.AddConstant(shape);
        for (int seen = 0; seen < channels; seen++)
            _mask.Data.Slice((seen * hidden) + ((seen + 1) * features), (channels - 1 - seen) * features).Fill(T.One);
    }

    /// <summary>The parameters, [examples, pixels x channels x numbers].</summary>
    /// <param name="skips">The sum of the layers' skips.</param>
    /// <param name="pixels">The image, as far as it may be seen, [examples, height, width, channels]; null where it is hidden.</param>
    /// <param name="pass">The walk.</param>
    public LikelihoodParameters<T> Forward(Tensor<T> skips, Tensor<T>? pixels, in Pass<T> pass)
    {
        var features = pass.Tape.Activate(skips, Activation.Relu);
        Tensor<T> hidden;
        if (_channels is null || pixels is null)
        {
            hidden = _hidden.Forward(features, pass, Activation.Relu);
        }
        else
        {
            var weight = pass.Tape.Reshape(pass.Tape.Multiply(_channels, _mask!), new Shape(1, 1, _channels.Rows, _channels.Columns));
            hidden = pass.Tape.Activate(pass.Tape.Add(_hidden.Forward(features, pass), pass.Tape.Conv2d(pixels, weight)), Activation.Relu);
        }

        return new LikelihoodParameters<T>(Said(0, hidden, pass)!, Said(1, hidden, pass), Said(2, hidden, pass));
    }

    private Tensor<T>? Said(int head, Tensor<T> hidden, in Pass<T> pass) =>
        head < _heads.Length ? pass.Tape.Flatten(_heads[head].Forward(hidden, pass)) : null;
}
