using System.Globalization;
using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Layers;

/// <summary>The hidden layers of a multilayer perceptron; none for a linear map.</summary>
public sealed class Mlp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly HiddenLayer<T>[] _layers;

    /// <summary>Builds the layers, named <c>name.0</c>, <c>name.1</c> and so on.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The network's path.</param>
    /// <param name="plan">Widths and kinds.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public Mlp(ParameterSet<T> parameters, string name, NetworkPlan plan, int inputs, Initialiser initialiser)
    {
        _layers = new HiddenLayer<T>[plan.Hidden.Count];
        Outputs = inputs;
        for (int i = 0; i < _layers.Length; i++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{name}.{i}");
            _layers[i] = new HiddenLayer<T>(parameters, path, plan, Outputs, plan.Hidden[i], initialiser);
            Outputs = plan.Hidden[i];
        }
    }

    /// <summary>The number of features of the last layer, or of the input when there is none.</summary>
    public int Outputs { get; }

    /// <summary>The last layer's features.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass)
    {
        foreach (var layer in _layers)
            input = layer.Forward(input, pass);
        return input;
    }
}
