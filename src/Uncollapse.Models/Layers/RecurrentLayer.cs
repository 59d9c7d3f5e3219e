using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>One recurrent layer over whole sequences: a long short-term memory, or a gated recurrent unit.</summary>
/// <remarks>Parameters: <c>name.input_weight</c>, <c>name.recurrent_weight</c>, <c>name.bias</c> (and <c>name.recurrent_bias</c> of a gated recurrent
/// unit), drawn uniformly in +-1/sqrt(units) as PyTorch draws them. A long short-term memory has one bias for PyTorch's two: their sum.</remarks>
public sealed class RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _inputWeight;
    private readonly Tensor<T> _recurrentWeight;
    private readonly Tensor<T> _bias;
    private readonly Tensor<T>? _recurrentBias;

    /// <summary>Builds the layer.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="isLstm">A long short-term memory, else a gated recurrent unit.</param>
    /// <param name="inputs">Features of a step.</param>
    /// <param name="units">Features of the state.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public RecurrentLayer(ParameterSet<T> parameters, string name, bool isLstm, int inputs, int units, Initialiser initialiser)
    {
        IsLstm = isLstm;
        Units = units;
        int gates = isLstm ? 4 : 3;
        double bound = 1 / Math.Sqrt(units);
        Tensor<T> Draw(string part, Shape shape)
        {
            var tensor = parameters.AddTrained($"{name}.{part}", shape);
            initialiser.FillUniform($"{name}.{part}", bound, tensor.Data);
            return tensor;
        }

        _inputWeight = Draw("input_weight", new Shape(inputs, gates * units));
        _recurrentWeight = Draw("recurrent_weight", new Shape(units, gates * units));
        _bias = Draw("bias", new Shape(gates * units));
        _recurrentBias = isLstm ? null : Draw("recurrent_bias", new Shape(gates * units));
    }

    /// <summary>A long short-term memory, else a gated recurrent unit.</summary>
    public bool IsLstm { get; }

    /// <summary>Features of the state.</summary>
    public int Units { get; }

    /// <summary>The states of all steps, [examples, time, units].</summary>
    /// <param name="sequence">[examples, time, inputs].</param>
    /// <param name="initial">Before the first step.</param>
    /// <param name="pass">The walk.</param>
    /// <param name="lengths">Real steps of each example; null where all are.</param>
    /// <param name="reverse">Whether time runs from the last real step to the first.</param>
    public Tensor<T> Forward(
        Tensor<T> sequence, in RecurrentState<T> initial, in Pass<T> pass, Tensor<T>? lengths = null, bool reverse = false) => IsLstm
        ? pass.Tape.Lstm(sequence, _inputWeight, _recurrentWeight, _bias, initial.State, initial.Cell, lengths, reverse)
        : pass.Tape.Gru(sequence, _inputWeight, _recurrentWeight, _bias, _recurrentBias, initial.State, lengths, reverse);

    /// <summary>One step, and what to remember.</summary>
    /// <param name="input">[examples, 1, inputs].</param>
    /// <param name="before">What was remembered.</param>
    /// <param name="pass">The walk.</param>
    /// <returns>The state, [examples, 1, units], and the cell of a long short-term memory.</returns>
    internal (Tensor<T> State, Tensor<T>? Cell) Step(Tensor<T> input, in RecurrentState<T> before, in Pass<T> pass)
    {
        if (!IsLstm)
            return (Forward(input, before, pass), null);

        var (states, cell) = pass.Tape.LstmWithCell(input, _inputWeight, _recurrentWeight, _bias, before.State, before.Cell);
        return (states, cell);
    }
}
