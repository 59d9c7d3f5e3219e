using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Randomness;
using Shape = Uncollapse.Tensors.Shape;

namespace Uncollapse.Models.Decoders;

/// <summary>Makes a MADE's outputs one after the other. Units are in the order of their degree: when an output is chosen, those that waited for it
/// are computed, and none again.</summary>
internal sealed class MadeGenerator<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MaskedHead<T>[] _heads;
    private readonly MaskedLayer<T>[] _layers;
    private readonly Interval[][] _seen;
    private readonly Activation _activation;
    private readonly int _outputs;
    private readonly T[][] _weights;
    private readonly (T[] Direct, T[]? Hidden)[] _headWeights;
    private readonly Tensor<T>[] _said;
    private T[] _work = [];

    public MadeGenerator(MaskedLayer<T>[] layers, MaskedHead<T>[] heads, Interval[][] seen, Activation activation, int outputs)
    {
        _layers = layers;
        _heads = heads;
        _seen = seen;
        _activation = activation;
        _outputs = outputs;
        _weights = [.. layers.Select(layer => layer.Masked.Transposed())];
        _headWeights = [.. heads.Select(head => (head.Direct.Transposed(), head.Hidden?.Transposed()))];
        _said = [.. heads.Select(_ => new Tensor<T>(new Shape(0)))];
    }

    public void Run(Tensor<T> code, Likelihood<T> likelihood, in GenerationOptions options, Rng rng, in Pass<T> pass, Span<T> destination)
    {
        int rows = code.Rows;
        var chosen = new T[rows * _outputs];
        var hidden = new T[_layers.Length][];
        for (int i = 0; i < hidden.Length; i++)
            hidden[i] = _layers[i].OfCode(code, pass).Data.ToArray();
        var ofCode = new T[_heads.Length][];
        for (int i = 0; i < ofCode.Length; i++)
            ofCode[i] = _heads[i].OfCode(code, pass).Data.ToArray();
        int[] done = new int[_layers.Length];
        for (int output = 0; output < _outputs; output++)
        {
            Say(rows, output, chosen, hidden, ofCode);
            var said = new LikelihoodParameters<T>(_said[0], _said.Length > 1 ? _said[1] : null, _said.Length > 2 ? _said[2] : null);
            for (int row = 0; row < rows; row++)
                chosen[(row * _outputs) + output] = likelihood.Choose(said, row, output, options, rng.Fork((ulong)row).Fork((ulong)output));
            Advance(rows, output, chosen, hidden, done);
        }

        chosen.CopyTo(destination);
    }

    public void Dispose()
    {
        foreach (var tensor in _said)
            tensor.Dispose();
    }

    /// <summary>The parameters of one output: hidden units that have seen too much have weight 0, those not yet computed among them.</summary>
    private void Say(int rows, int output, T[] chosen, T[][] hidden, T[][] ofCode)
    {
        for (int i = 0; i < _heads.Length; i++)
        {
            int numbers = _heads[i].PerOutput;
            _said[i].Resize(new Shape(rows, numbers));
            var to = _said[i].Data;
            for (int row = 0; row < rows; row++)
                ofCode[i].AsSpan(((row * _outputs) + output) * numbers, numbers).CopyTo(to[(row * numbers)..]);
            var (direct, fromHidden) = _headWeights[i];
            AddProduct(rows, numbers, _outputs, chosen, direct.AsSpan(output * numbers * _outputs), to);
            if (fromHidden is null)
                continue;

            int width = _seen[^1].Length;
            AddProduct(rows, numbers, width, hidden[^1], fromHidden.AsSpan(output * numbers * width), to);
        }
    }

    /// <summary>Finishes the units whose last input is the output just chosen.</summary>
    private void Advance(int rows, int output, T[] chosen, T[][] hidden, int[] done)
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            int from = done[i], width = _seen[i].Length;
            while (done[i] < width && _seen[i][done[i]].Last <= output)
                done[i]++;
            int count = done[i] - from;
            if (count == 0)
                continue;

            var below = i == 0 ? chosen : hidden[i - 1];
            int inputs = below.Length / rows;
            if (_work.Length < rows * count)
                _work = new T[rows * count];
            var work = _work.AsSpan(0, rows * count);
            for (int row = 0; row < rows; row++)
                hidden[i].AsSpan((row * width) + from, count).CopyTo(work[(row * count)..]);
            AddProduct(rows, count, inputs, below, _weights[i].AsSpan(from * inputs), work);
            KernelTable<T>.Current.ActivationForward(_activation, work, work);
            for (int row = 0; row < rows; row++)
                work.Slice(row * count, count).CopyTo(hidden[i].AsSpan((row * width) + from));
        }
    }

    private static void AddProduct(int rows, int columns, int inner, ReadOnlySpan<T> left, ReadOnlySpan<T> rightTransposed, Span<T> sums) =>
        KernelTable<T>.Current.Multiply(ProductKind.RightTransposed, rows, columns, inner, left, rightTransposed[..(columns * inner)], sums, accumulate: true);
}
