using System.Globalization;
using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Decoders;

/// <summary>A causal transformer told the code: as a token before the sentence, added to every step's input, or both.</summary>
/// <remarks>Tokens and places have learned embeddings of the state's width; the last features are layer-normalised.</remarks>
public sealed class TransformerDecoder<T> : TokenDecoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EmbeddingLayer<T> _embedding;
    private readonly EmbeddingLayer<T> _places;
    private readonly TransformerBlock<T>[] _blocks;
    private readonly NormalisationLayer<T> _normalisation;
    private readonly LinearLayer<T>? _prefix;
    private readonly LinearLayer<T>? _added;

    /// <summary>Builds the decoder and its parameters, named <c>decoder.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="plan">State, layers, heads, how the code enters, dropouts.</param>
    /// <param name="inputs">Latent units, and the values of the condition.</param>
    /// <param name="statistics">The length of a row, and the vocabulary's size.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public TransformerDecoder(ParameterSet<T> parameters, NetworkPlan plan, int inputs, DataStatistics statistics, Initialiser initialiser)
        : base(parameters, plan, inputs, statistics, plan.State, initialiser)
    {
        int features = plan.State;
        _embedding = new EmbeddingLayer<T>(parameters, "decoder.embedding", statistics.VocabularySize, features, initialiser);
        _places = new EmbeddingLayer<T>(parameters, "decoder.places", statistics.OutputCount, features, initialiser);
        _prefix = plan.CodeEntry is CodeEntry.Start or CodeEntry.Both ? new LinearLayer<T>(parameters, "decoder.prefix", inputs, features, initialiser) : null;
        _added = plan.CodeEntry is CodeEntry.Steps or CodeEntry.Both ? new LinearLayer<T>(parameters, "decoder.added", inputs, features, initialiser) : null;
        _blocks = new TransformerBlock<T>[plan.Layers];
        for (int i = 0; i < plan.Layers; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"decoder.{i}");
            _blocks[i] = new TransformerBlock<T>(parameters, name, features, plan.Heads, initialiser, plan.Dropout);
        }

        _normalisation = new NormalisationLayer<T>(parameters, "decoder.normalisation", features, Normalisation.Layer);
    }

    /// <summary>The logits of the last step.</summary>
    /// <param name="inputs">What has been read, [rows, time].</param>
    /// <param name="code">z, and behind it the condition.</param>
    /// <param name="pass">The walk.</param>
    internal Tensor<T> LastLogits(Tensor<T> inputs, Tensor<T> code, in Pass<T> pass)
    {
        var features = Features(inputs, code, pass);
        return Logits(pass.Tape.SliceTime(features, inputs.Columns - 1, 1), pass);
    }

    private protected override Tensor<T> Features(Tensor<T> inputs, Tensor<T> code, in Pass<T> pass)
    {
        var tape = pass.Tape;
        int time = inputs.Columns;
        var places = _places.Forward(TokenIds.Positions(tape, inputs.Rows, time), pass);
        var sequence = Dropped(tape.Add(_embedding.Forward(inputs, pass), places), "decoder.embedding.dropout", pass);
        if (_added is not null)
            sequence = tape.AddOverTime(sequence, _added.Forward(code, pass));
        if (_prefix is not null)
            sequence = tape.ConcatTime(_prefix.Forward(code, pass), sequence);
        for (int i = 0; i < _blocks.Length; i++)
        {
            sequence = _blocks[i].Forward(sequence, pass);
            // Behind the last block it is added to what the logits are made of.
            if (i < _blocks.Length - 1)
                sequence = WithCode(i, sequence, code, pass);
        }

        sequence = WithCode(_blocks.Length - 1, _normalisation.Forward(sequence, pass), code, pass);
        return _prefix is null ? sequence : tape.SliceTime(sequence, 1, time);
    }

    private protected override TokenStepper<T> Stepper() => new TransformerStepper<T>(this);
}
