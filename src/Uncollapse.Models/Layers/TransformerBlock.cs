using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>
/// A causal transformer block with its normalisations first (Xiong et al. 2020): x = x + attention(norm(x)), then x = x + mlp(norm(x)), the latter four times as
/// wide inside, with gelu.
/// </summary>
public sealed class TransformerBlock<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NormalisationLayer<T> _attentionNormalisation;
    private readonly LinearLayer<T> _attentionInput;
    private readonly LinearLayer<T> _attentionOutput;
    private readonly NormalisationLayer<T> _mlpNormalisation;
    private readonly LinearLayer<T> _mlpInput;
    private readonly LinearLayer<T> _mlpOutput;
    private readonly int _features;
    private readonly int _heads;
    private readonly double _dropout;
    private readonly string _attentionDropout;
    private readonly string _mlpDropout;

    /// <summary>Builds the block with <c>name.attention</c> and <c>name.mlp</c>, each of <c>normalisation</c>, <c>input</c> and <c>output</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The block's path.</param>
    /// <param name="features">Features of a step.</param>
    /// <param name="heads">How many parts of them attend by themselves; divides the features.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="dropout">The share of both parts' results that training drops.</param>
    /// <exception cref="ShapeException">The heads do not divide the features.</exception>
    public TransformerBlock(ParameterSet<T> parameters, string name, int features, int heads, Initialiser initialiser, double dropout = 0)
    {
        if (heads < 1 || features % heads != 0)
            throw new ShapeException("transformer block", $"expected heads that divide {features} features, found {heads}");

        _features = features;
        _heads = heads;
        _dropout = dropout;
        _attentionDropout = name + ".attention.dropout";
        _mlpDropout = name + ".mlp.dropout";
        _attentionNormalisation = new NormalisationLayer<T>(parameters, name + ".attention.normalisation", features, Normalisation.Layer);
        _attentionInput = new LinearLayer<T>(parameters, name + ".attention.input", features, 3 * features, initialiser, parts: 3);
        _attentionOutput = new LinearLayer<T>(parameters, name + ".attention.output", features, features, initialiser);
        _mlpNormalisation = new NormalisationLayer<T>(parameters, name + ".mlp.normalisation", features, Normalisation.Layer);
        _mlpInput = new LinearLayer<T>(parameters, name + ".mlp.input", features, 4 * features, initialiser, Tensors.Kernels.Activation.Gelu);
        _mlpOutput = new LinearLayer<T>(parameters, name + ".mlp.output", 4 * features, features, initialiser);
    }

    /// <summary>The block's features of every step, which depend on that step and earlier ones only.</summary>
    /// <param name="input">[examples, time, features].</param>
    /// <param name="pass">The walk.</param>
    /// <param name="lengths">Real steps of each example, or null where all are.</param>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass, Tensor<T>? lengths = null)
    {
        var tape = pass.Tape;
        var heads = _attentionInput.Forward(_attentionNormalisation.Forward(input, pass), pass);
        var attended = tape.CausalAttention(
            tape.SliceColumns(heads, 0, _features), tape.SliceColumns(heads, _features, _features), tape.SliceColumns(heads, 2 * _features, _features), _heads, lengths);
        input = tape.Add(input, Drop(_attentionOutput.Forward(attended, pass), pass, _attentionDropout));
        var inner = _mlpInput.Forward(_mlpNormalisation.Forward(input, pass), pass);
        return tape.Add(input, Drop(_mlpOutput.Forward(inner, pass), pass, _mlpDropout));
    }

    private Tensor<T> Drop(Tensor<T> features, in Pass<T> pass, string name) =>
        pass.Training && _dropout > 0 ? pass.Tape.Dropout(features, _dropout, pass.Rng.Fork(name)) : features;
}
