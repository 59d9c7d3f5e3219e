using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>What stands beside a convolutional decoder's features before a stage: the encoder's of the same stage (U-Net, Ronneberger et al. 2015), and the code
/// at every place (skip-VAE, Dieng et al. 2019).</summary>
internal sealed class StageJoin<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SkipJoin<T>? _skip;
    private readonly int _skipChannels;
    private readonly int _codeChannels;

    /// <summary>Builds the join; a gate's parameters are <c>name.gate.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The stage's path.</param>
    /// <param name="skips">Whether there is a skip, and whether the code gates it.</param>
    /// <param name="channels">Channels of the stage, in the encoder as here.</param>
    /// <param name="units">Latent units, the first of the inputs.</param>
    /// <param name="codeChannels">What the decoder is given, to stand at every place; 0: not.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public StageJoin(ParameterSet<T> parameters, string name, SkipPlan skips, int channels, int units, int codeChannels, Initialiser initialiser)
    {
        _codeChannels = codeChannels;
        if (skips.Kind == SkipKind.None)
            return;

        _skipChannels = channels;
        _skip = new SkipJoin<T>(parameters, name + ".gate", skips.Kind, units, channels, initialiser);
    }

    /// <summary>The channels that are added.</summary>
    public int Channels => _skipChannels + _codeChannels;

    /// <summary>The features with what stands beside them.</summary>
    /// <param name="features">[rows, height, width, channels].</param>
    /// <param name="skip">The encoder's features of this stage, of the same shape; null where they are hidden.</param>
    /// <param name="code">What the decoder is given, [rows, inputs].</param>
    /// <param name="pass">The walk.</param>
    public Tensor<T> Forward(Tensor<T> features, Tensor<T>? skip, Tensor<T> code, in Pass<T> pass)
    {
        var tape = pass.Tape;
        var (rows, height, width) = (features.Shape[0], features.Shape[1], features.Shape[2]);
        var joined = features;
        if (_skip is not null)
            joined = tape.ConcatColumns(joined, _skip.Forward(skip, new Shape(rows, height, width, _skipChannels), code, pass));
        return _codeChannels == 0
            ? joined
            : tape.ConcatColumns(joined, tape.View(tape.RepeatRows(code, height * width), new Shape(rows, height, width, _codeChannels)));
    }
}
