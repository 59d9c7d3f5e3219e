using System.Globalization;
using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Decoders;

/// <summary>A recurrent language model told the code: in its first states, beside every step's input, or both.</summary>
/// <remarks>The first cell is linear in the code, the first state its tanh (He et al. 2019); a gated recurrent unit has the state alone.</remarks>
public sealed class RecurrentDecoder<T> : TokenDecoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EmbeddingLayer<T> _embedding;
    private readonly RecurrentLayer<T>[] _layers;
    private readonly LinearLayer<T>[] _first;
    private readonly bool _everyStep;

    /// <summary>Builds the decoder and its parameters, named <c>decoder.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="plan">Embedding, state, layers, how the code enters, dropouts.</param>
    /// <param name="inputs">Latent units, and the values of the condition.</param>
    /// <param name="statistics">The length of a row, and the vocabulary's size.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public RecurrentDecoder(ParameterSet<T> parameters, NetworkPlan plan, int inputs, DataStatistics statistics, Initialiser initialiser)
        : base(parameters, plan, inputs, statistics, plan.State, initialiser)
    {
        _everyStep = plan.CodeEntry is CodeEntry.Steps or CodeEntry.Both;
        _embedding = new EmbeddingLayer<T>(parameters, "decoder.embedding", statistics.VocabularySize, plan.Embedding, initialiser);
        _layers = new RecurrentLayer<T>[plan.Layers];
        _first = new LinearLayer<T>[plan.CodeEntry is CodeEntry.Start or CodeEntry.Both ? plan.Layers : 0];
        int features = plan.Embedding + (_everyStep ? inputs : 0);
        for (int i = 0; i < plan.Layers; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"decoder.{i}");
            _layers[i] = new RecurrentLayer<T>(parameters, name, plan.Kind == NetworkKind.Lstm, features, plan.State, initialiser);
            if (_first.Length > 0)
                _first[i] = new LinearLayer<T>(parameters, name + ".first", inputs, plan.State, initialiser);
            features = plan.State;
        }
    }

    internal IReadOnlyList<RecurrentLayer<T>> Layers => _layers;

    /// <summary>What a layer remembers before the first token.</summary>
    internal RecurrentState<T> First(int layer, Tensor<T> code, in Pass<T> pass)
    {
        if (_first.Length == 0)
            return default;

        var cell = _first[layer].Forward(code, pass);
        return new RecurrentState<T>(pass.Tape.Activate(cell, Tensors.Kernels.Activation.Tanh), _layers[layer].IsLstm ? cell : null);
    }

    /// <summary>What the first layer reads.</summary>
    internal Tensor<T> Embed(Tensor<T> inputs, Tensor<T> code, in Pass<T> pass)
    {
        var embedded = Dropped(_embedding.Forward(inputs, pass), "decoder.embedding.dropout", pass);
        return _everyStep ? pass.Tape.ConcatOverTime(embedded, code) : embedded;
    }

    /// <summary>The logits of one step's state.</summary>
    internal Tensor<T> StepLogits(Tensor<T> state, in Pass<T> pass) => Logits(state, pass);

    private protected override Tensor<T> Features(Tensor<T> inputs, Tensor<T> code, in Pass<T> pass)
    {
        var sequence = Embed(inputs, code, pass);
        for (int i = 0; i < _layers.Length; i++)
            sequence = WithCode(i, _layers[i].Forward(sequence, First(i, code, pass), pass), code, pass);
        return sequence;
    }

    private protected override TokenStepper<T> Stepper() => new RecurrentStepper<T>(this);
}
