using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>y = f(x W + b).</summary>
public sealed class LinearLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Activation _activation;

    /// <summary>Builds the layer with parameters <c>name.weight</c> and <c>name.bias</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="outputs">Columns of y.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="activation">f.</param>
    /// <param name="hasBias">Whether there is b.</param>
    /// <param name="parts">How many layers of equal width this one stands for: their initialisation is that of each alone.</param>
    public LinearLayer(
        ParameterSet<T> parameters,
        string name,
        int inputs,
        int outputs,
        Initialiser initialiser,
        Activation activation = Activation.Identity,
        bool hasBias = true,
        int parts = 1)
    {
        _activation = activation;
        Weight = parameters.AddTrained(name + ".weight", new Shape(inputs, outputs));
        initialiser.FillWeights(name + ".weight", inputs, outputs / parts, Weight.Data);
        if (!hasBias)
            return;

        Bias = parameters.AddTrained(name + ".bias", new Shape(outputs));
        initialiser.FillBias(name + ".bias", inputs, Bias.Data);
    }

    /// <summary>W, [inputs, outputs].</summary>
    public Tensor<T> Weight { get; }

    /// <summary>b, [outputs], or null.</summary>
    public Tensor<T>? Bias { get; }

    /// <summary>y of x.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass) => pass.Tape.Linear(input, Weight, Bias, _activation);

    /// <summary>y of [log(1 + counts), condition], where only what is not 0 is multiplied.</summary>
    internal Tensor<T> ForwardCounts(Tensor<T> counts, Tensor<T>? condition, in Pass<T> pass) =>
        pass.Tape.SparseLinear(counts, condition, Weight, Bias, _activation);
}
