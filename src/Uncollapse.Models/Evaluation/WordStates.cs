using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Models.Evaluation;

/// <summary>
/// Scores and Fisher information of a language model in its last features h, where logits = h W + b: a direction a is added to the features of every word alike. s = sum over a
/// sentence's words of W (1[x] - p), F = E sum W (diag p - p p^T) W^T.
/// </summary>
/// <remarks>The logits themselves have as many directions as there are words and places; these are the ones through which a code can reach them at once.</remarks>
public sealed class WordStates<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _weight;
    private readonly double _sharpness;
    private readonly double[] _probability;
    private readonly double[] _outer;
    private T[] _mean = [];
    private T[] _part = [];

    /// <summary>Nothing added yet.</summary>
    /// <param name="model">A model of sentences.</param>
    /// <exception cref="ArgumentException">Its decoder is none of tokens.</exception>
    public WordStates(Vae<T> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Decoder is not TokenDecoder<T> decoder || model.Likelihood is not TokenLikelihood<T> likelihood)
            throw new ArgumentException("the decoder is none of tokens", nameof(model));

        _weight = decoder.Head.Weight;
        _sharpness = 1 / likelihood.Temperature;
        _probability = new double[_weight.Columns];
        _outer = new double[Features * Features];
    }

    /// <summary>Features H of the last layer.</summary>
    public int Features => _weight.Rows;

    /// <summary>Sentences added.</summary>
    public int Rows { get; private set; }

    /// <summary>E[F], [features, features], of the sentences added.</summary>
    public double[] Information()
    {
        int words = _weight.Columns;
        double[] scaled = new double[_weight.Length], all = new double[_weight.Length], result = new double[_outer.Length];
        for (int i = 0; i < scaled.Length; i++)
        {
            all[i] = double.CreateTruncating(_weight.Data[i]);
            scaled[i] = all[i] * _probability[i % words];
        }

        KernelTable<double>.Current.Multiply(ProductKind.RightTransposed, Features, Features, words, scaled, all, result);
        for (int i = 0; i < result.Length; i++)
            result[i] = (result[i] - _outer[i]) * _sharpness * _sharpness / Math.Max(Rows, 1);
        return result;
    }

    /// <summary>Adds some sentences, whose logits turn into probabilities, and writes their scores.</summary>
    internal void Add(ReadOnlySpan<T> tokens, int columns, Tensor<T> logits, Span<T> scores)
    {
        int words = _weight.Columns, rows = tokens.Length / columns, time = logits.Length / words / rows;
        var probabilities = logits.Data;
        var sharpness = T.CreateChecked(_sharpness);
        for (int at = 0; at < rows * time; at++)
        {
            var place = probabilities.Slice(at * words, words);
            if (tokens[(at / time * columns) + (at % time)] == T.Zero)
            {
                place.Clear();
                continue;
            }

            Likelihoods.Information.Shares(place, sharpness, place);
            for (int k = 0; k < words; k++)
                _probability[k] += double.CreateTruncating(place[k]);
        }

        int length = rows * time * Features;
        if (_mean.Length < length)
            _mean = new T[length];
        if (_part.Length == 0)
            _part = new T[Features * Features];
        var mean = _mean.AsSpan(0, length);
        KernelTable<T>.Current.Multiply(ProductKind.RightTransposed, rows * time, Features, words, probabilities, _weight.Data, mean);
        KernelTable<T>.Current.Multiply(ProductKind.LeftTransposed, Features, Features, rows * time, mean, mean, _part);
        for (int i = 0; i < _part.Length; i++)
            _outer[i] += double.CreateTruncating(_part[i]);
        scores.Clear();
        for (int at = 0; at < rows * time; at++)
        {
            int word = int.CreateTruncating(tokens[(at / time * columns) + (at % time)]);
            if (word == 0)
                continue;

            var score = scores.Slice(at / time * Features, Features);
            for (int h = 0; h < Features; h++)
                score[h] += (_weight.Data[(h * words) + word] - mean[(at * Features) + h]) * sharpness;
        }

        Rows += rows;
    }
}
