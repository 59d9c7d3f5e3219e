using System.Globalization;
using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>The hidden layers of a multilayer perceptron; none for a linear map.</summary>
public sealed class Mlp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly HiddenLayer<T>[] _layers;
    private readonly bool _inputEverywhere;

    /// <summary>Builds the layers, named <c>name.0</c>, <c>name.1</c> and so on.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The network's path.</param>
    /// <param name="plan">Widths and kinds.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="inputEverywhere">Whether every layer sees the input beside the features of the layer before it, and so does what follows.</param>
    public Mlp(ParameterSet<T> parameters, string name, NetworkPlan plan, int inputs, Initialiser initialiser, bool inputEverywhere = false)
    {
        _inputEverywhere = inputEverywhere;
        _layers = new HiddenLayer<T>[plan.Hidden.Count];
        Outputs = inputs;
        for (int i = 0; i < _layers.Length; i++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{name}.{i}");
            _layers[i] = new HiddenLayer<T>(parameters, path, plan, Outputs, plan.Hidden[i], initialiser);
            Outputs = plan.Hidden[i] + (inputEverywhere ? inputs : 0);
        }
    }

    /// <summary>The number of features of the last layer, or of the input when there is none; with the input behind them where it goes everywhere.</summary>
    public int Outputs { get; }

    /// <summary>The last layer's features.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass) => Forward(input, pass, out _);

    /// <summary>The last layer's features, and the first's.</summary>
    /// <param name="input">x, [rows, inputs].</param>
    /// <param name="pass">The walk.</param>
    /// <param name="first">The features of the first layer; the input where there is none.</param>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass, out Tensor<T> first)
    {
        first = _layers.Length == 0 ? input : _layers[0].Forward(input, pass);
        var features = first;
        for (int i = 1; i < _layers.Length; i++)
            features = _layers[i].Forward(_inputEverywhere ? pass.Tape.ConcatColumns(features, input) : features, pass);
        return _inputEverywhere && _layers.Length > 0 ? pass.Tape.ConcatColumns(features, input) : features;
    }

    /// <summary>The last layer's features of counts, and the first's: the input is [log(1 + counts), condition].</summary>
    internal Tensor<T> ForwardCounts(Tensor<T> counts, Tensor<T>? condition, in Pass<T> pass, out Tensor<T> first)
    {
        if (_layers.Length == 0)
        {
            var input = pass.Tape.Log(pass.Tape.Affine(counts, 1, 1));
            return first = condition is null ? input : pass.Tape.ConcatColumns(input, condition);
        }

        var features = first = _layers[0].ForwardCounts(counts, condition, pass);
        for (int i = 1; i < _layers.Length; i++)
            features = _layers[i].Forward(features, pass);
        return features;
    }
}
