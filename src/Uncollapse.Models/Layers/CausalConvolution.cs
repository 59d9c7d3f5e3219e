using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>A convolution that is causal by its geometry: its filter has no taps on what must not be seen, so that there is nothing to mask.</summary>
internal sealed class CausalConvolution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConvolutionSettings _settings;
    private readonly ConvolutionSettings _windowSettings;
    private readonly Tensor<T> _filter;

    private CausalConvolution(
        ParameterSet<T> parameters, string name, Shape filter, bool hasBias, ConvolutionSettings settings, ConvolutionSettings windowSettings, Initialiser initialiser)
    {
        _settings = settings;
        _windowSettings = windowSettings;
        _filter = parameters.AddTrained(name + ".weight", filter);
        int inputs = filter[0] * filter[1] * filter[2];
        initialiser.FillWeights(name + ".weight", inputs, filter[3] / settings.Groups, _filter.Data);
        if (!hasBias)
            return;

        Bias = parameters.AddTrained(name + ".bias", new Shape(filter[3]));
        initialiser.FillBias(name + ".bias", inputs, Bias.Data);
    }

    /// <summary>b, [outputs], or null.</summary>
    public Tensor<T>? Bias { get; }

    /// <summary>Rows of the filter.</summary>
    public int Rows => _filter.Shape[0];

    /// <summary>Columns of the filter.</summary>
    public int Columns => _filter.Shape[1];

    /// <summary>Channels that are read.</summary>
    public int Inputs => _filter.Shape[2] * _settings.Groups;

    /// <summary>Sees the rows above a pixel, to both sides as far as up.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="inputs">Channels read.</param>
    /// <param name="outputs">Channels written.</param>
    /// <param name="reach">Rows up, and columns to each side.</param>
    /// <param name="own">Whether the pixel's own row is seen as well: for features that have not seen it.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public static CausalConvolution<T> Above(
        ParameterSet<T> parameters, string name, int inputs, int outputs, int reach, bool own, Initialiser initialiser)
    {
        int rows = own ? reach + 1 : reach, columns = (2 * reach) + 1;
        var sides = new ConvolutionSettings { PaddingLeft = reach, PaddingRight = reach };
        var settings = own ? sides with { PaddingTop = reach } : ConvolutionSettings.Above(rows, columns);
        return new CausalConvolution<T>(parameters, name, new Shape(rows, columns, inputs, outputs), true, settings, sides, initialiser);
    }

    /// <summary>Sees the pixels to the left of a pixel in its row.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="inputs">Channels read.</param>
    /// <param name="outputs">Channels written.</param>
    /// <param name="reach">Columns to the left.</param>
    /// <param name="own">Whether the pixel itself is seen as well: for features that have not seen it.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public static CausalConvolution<T> LeftOf(
        ParameterSet<T> parameters, string name, int inputs, int outputs, int reach, bool own, Initialiser initialiser)
    {
        int columns = own ? reach + 1 : reach;
        return new CausalConvolution<T>(
            parameters, name, new Shape(1, columns, inputs, outputs), true, ConvolutionSettings.LeftOf(columns, own), default, initialiser);
    }

    /// <summary>Sees a pixel alone.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="inputs">Channels read.</param>
    /// <param name="outputs">Channels written.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="hasBias">Whether there is b.</param>
    /// <param name="groups">Into how many runs the channels are cut, each of which sees only its own.</param>
    public static CausalConvolution<T> Pointwise(
        ParameterSet<T> parameters, string name, int inputs, int outputs, Initialiser initialiser, bool hasBias = true, int groups = 1)
    {
        var settings = new ConvolutionSettings { Groups = groups };
        return new CausalConvolution<T>(parameters, name, new Shape(1, 1, inputs / groups, outputs), hasBias, settings, settings, initialiser);
    }

    /// <summary>Over whole images [examples, height, width, inputs], to as many pixels.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass, Activation activation = Activation.Identity) =>
        pass.Tape.Conv2d(input, _filter, Bias, _settings, activation);

    /// <summary>Over the window of one row, or of one pixel, that holds just what is seen from there.</summary>
    public Tensor<T> OverWindow(Tensor<T> window, in Pass<T> pass) => pass.Tape.Conv2d(window, _filter, Bias, _windowSettings);
}
