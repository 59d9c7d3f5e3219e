using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>y = f(conv(x, W) + b) of images [examples, height, width, channels].</summary>
public sealed class ConvolutionLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConvolutionSettings _settings;
    private readonly Activation _activation;

    /// <summary>Builds the layer with parameters <c>name.weight</c>, [kernel height, kernel width, inputs / groups, outputs], and <c>name.bias</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="kernel">Rows and columns of the filter.</param>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of y.</param>
    /// <param name="settings">Strides, padding, dilation, groups.</param>
    /// <param name="initialiser">How weights are drawn: a unit's inputs are the filter's rows times columns times inputs / groups.</param>
    /// <param name="activation">f.</param>
    /// <param name="hasBias">Whether there is b.</param>
    public ConvolutionLayer(
        ParameterSet<T> parameters,
        string name,
        (int Height, int Width) kernel,
        int inputs,
        int outputs,
        ConvolutionSettings settings,
        Initialiser initialiser,
        Activation activation = Activation.Identity,
        bool hasBias = true)
    {
        _settings = settings;
        _activation = activation;
        int taps = kernel.Height * kernel.Width;
        Weight = parameters.AddTrained(name + ".weight", new Shape(kernel.Height, kernel.Width, inputs / settings.Groups, outputs));
        initialiser.FillWeights(name + ".weight", taps * inputs / settings.Groups, taps * outputs / settings.Groups, Weight.Data);
        if (!hasBias)
            return;

        Bias = parameters.AddTrained(name + ".bias", new Shape(outputs));
        initialiser.FillBias(name + ".bias", taps * inputs / settings.Groups, Bias.Data);
    }

    /// <summary>W.</summary>
    public Tensor<T> Weight { get; }

    /// <summary>b, [outputs], or null.</summary>
    public Tensor<T>? Bias { get; }

    /// <summary>y of x.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass) => pass.Tape.Conv2d(input, Weight, Bias, _settings, _activation);
}
