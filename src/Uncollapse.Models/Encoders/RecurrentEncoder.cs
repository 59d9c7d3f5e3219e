using System.Globalization;
using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Encoders;

/// <summary>A recurrent network over a sentence's tokens; its features are the states after the last token, of both directions where there are two.</summary>
/// <remarks>States do not move over padding: a sentence has the same features in any batch.</remarks>
public sealed class RecurrentEncoder<T> : Encoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EmbeddingLayer<T> _embedding;
    private readonly RecurrentLayer<T>[] _forward;
    private readonly RecurrentLayer<T>[] _backward;
    private readonly double _dropout;

    /// <summary>Builds the encoder and its parameters, named <c>encoder.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="plan">Embedding, state, layers, directions, dropout.</param>
    /// <param name="statistics">The vocabulary's size.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public RecurrentEncoder(ParameterSet<T> parameters, NetworkPlan plan, DataStatistics statistics, Initialiser initialiser)
    {
        _dropout = plan.Dropout;
        _embedding = new EmbeddingLayer<T>(parameters, "encoder.embedding", statistics.VocabularySize, plan.Embedding, initialiser);
        _forward = new RecurrentLayer<T>[plan.Layers];
        _backward = new RecurrentLayer<T>[plan.Bidirectional ? plan.Layers : 0];
        int inputs = plan.Embedding, directions = plan.Bidirectional ? 2 : 1;
        bool isLstm = plan.Kind == NetworkKind.Lstm;
        for (int i = 0; i < plan.Layers; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"encoder.{i}");
            _forward[i] = new RecurrentLayer<T>(parameters, name, isLstm, inputs, plan.State, initialiser);
            if (plan.Bidirectional)
                _backward[i] = new RecurrentLayer<T>(parameters, name + ".reverse", isLstm, inputs, plan.State, initialiser);
            inputs = directions * plan.State;
        }

        FeatureCount = inputs + statistics.ConditionCount;
    }

    /// <inheritdoc/>
    public override int FeatureCount { get; }

    /// <inheritdoc/>
    public override Features<T> Forward(Tensor<T> examples, Tensor<T>? condition, in Pass<T> pass)
    {
        var tape = pass.Tape;
        var ids = TokenRows.Trim(tape, examples);
        var lengths = TokenIds.Lengths(tape, ids);
        var sequence = _embedding.Forward(ids, pass);
        if (pass.Training && _dropout > 0)
            sequence = tape.Dropout(sequence, _dropout, pass.Rng.Fork("encoder.dropout"));
        Tensor<T>? last = null;
        for (int i = 0; i < _forward.Length; i++)
        {
            var ahead = _forward[i].Forward(sequence, default, pass, lengths);
            last = tape.LastState(ahead, lengths);
            if (_backward.Length == 0)
            {
                sequence = ahead;
                continue;
            }

            var back = _backward[i].Forward(sequence, default, pass, lengths, reverse: true);
            last = tape.ConcatColumns(last, tape.LastState(back, lengths, reverse: true));
            sequence = tape.ConcatColumns(ahead, back);
        }

        return new Features<T>(condition is null ? last! : tape.ConcatColumns(last!, condition), null);
    }
}
