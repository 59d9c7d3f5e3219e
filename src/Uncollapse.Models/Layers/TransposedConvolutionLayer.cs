using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>y = f(conv^T(x, W) + b): from small images to large ones.</summary>
public sealed class TransposedConvolutionLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConvolutionSettings _settings;
    private readonly Activation _activation;

    /// <summary>Builds the layer with parameters <c>name.weight</c>, [kernel height, kernel width, outputs / groups, inputs], and <c>name.bias</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="kernel">Rows and columns of the filter.</param>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of y.</param>
    /// <param name="settings">Strides, padding, dilation, groups, output padding.</param>
    /// <param name="initialiser">How weights are drawn. A pixel of y sees every stride-th tap along each axis: its inputs are the filter's rows times columns
    /// times inputs / groups over the strides, at least inputs / groups.</param>
    /// <param name="activation">f.</param>
    /// <param name="hasBias">Whether there is b.</param>
    public TransposedConvolutionLayer(
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
        int seen = Math.Max(1, kernel.Height * kernel.Width / (settings.StrideY * settings.StrideX));
        Weight = parameters.AddTrained(name + ".weight", new Shape(kernel.Height, kernel.Width, outputs / settings.Groups, inputs));
        initialiser.FillWeights(name + ".weight", seen * inputs / settings.Groups, seen * outputs / settings.Groups, Weight.Data);
        if (!hasBias)
            return;

        Bias = parameters.AddTrained(name + ".bias", new Shape(outputs));
        initialiser.FillBias(name + ".bias", seen * inputs / settings.Groups, Bias.Data);
    }

    /// <summary>W.</summary>
    public Tensor<T> Weight { get; }

    /// <summary>b, [outputs], or null.</summary>
    public Tensor<T>? Bias { get; }

    /// <summary>y of x.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass) => pass.Tape.ConvTranspose2d(input, Weight, Bias, _settings, _activation);
}
