using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;
using Shape = Uncollapse.Tensors.Shape;

namespace Uncollapse.Models.Decoders;

/// <summary>Makes a PixelCNN's pixels one after the other: for each row the vertical stack once, for each pixel the horizontal stack at that pixel alone. What
/// convolutions see of what was made before is kept in windows.</summary>
internal sealed class PixelcnnGenerator<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Examples at a time: more would need more memory without being faster.</summary>
    internal const int LargestBlock = 256;

    private readonly Tape<T> _tape = new(TapeMode.Inference);
    private readonly GatedPixelLayer<T>[] _layers;
    private readonly PixelHead<T> _head;
    private readonly Shape _image;
    private readonly bool _seesNothing;
    private readonly PixelWindow<T>[] _above;
    private readonly PixelWindow<T>[] _left;
    private readonly T[][] _links;
    private readonly Tensor<T>[] _horizontalCodes;
    private readonly Tensor<T>?[] _verticalCodes;
    private T[] _map = [];
    private Tensor<T>? _skips;
    private int _examples;

    public PixelcnnGenerator(GatedPixelLayer<T>[] layers, PixelHead<T> head, Shape image, bool seesNothing)
    {
        _layers = layers;
        _head = head;
        _image = image;
        _seesNothing = seesNothing;
        _above = [.. layers.Select(layer => new PixelWindow<T>(layer.Vertical.Rows, Width, layer.Vertical.Inputs))];
        _left = [.. layers.Select(layer => new PixelWindow<T>(layer.Horizontal.Columns, 1, layer.Horizontal.Inputs))];
        _links = new T[layers.Length][];
        _horizontalCodes = [.. layers.Select(_ => new Tensor<T>(new Shape(0)))];
        _verticalCodes = [.. layers.Select((_, i) => i == layers.Length - 1 ? null : new Tensor<T>(new Shape(0)))];
    }

    private int Width => _image[2];

    private int Channels => _image[3];

    /// <summary>Takes the codes: what they add to the gates is the same for all pixels.</summary>
    public void Begin(Tensor<T> code, PixelcnnDecoder<T> decoder, in Pass<T> pass)
    {
        _examples = code.Rows;
        _map = decoder.Map(code, pass).Data.ToArray();
        for (int i = 0; i < _layers.Length; i++)
        {
            Keep(_layers[i].HorizontalCode(code, pass), _horizontalCodes[i]);
            if (_verticalCodes[i] is { } kept)
                Keep(_layers[i].VerticalCode(code, pass)!, kept);
            _above[i].Clear(_examples);
        }
    }

    public void Run(Likelihood<T> likelihood, in GenerationOptions options, Rng rng, int firstExample, Span<T> destination)
    {
        destination.Clear();
        var line = new T[_examples * Width * (Channels + 1)];
        for (int row = 0; row < _image[1]; row++)
        {
            LookUp(row);
            foreach (var window in _left)
                window.Clear(_examples);
            for (int column = 0; column < Width; column++)
            {
                var said = Describe(column, null);
                for (int channel = 0; channel < Channels; channel++)
                {
                    int output = (((row * Width) + column) * Channels) + channel;
                    if (channel > 0 && !_seesNothing)
                        said = Describe(column, Pixel(destination, output - channel));
                    for (int n = 0; n < _examples; n++)
                    {
                        var key = rng.Fork((ulong)(firstExample + n)).Fork((ulong)output);
                        destination[(n * _image.Length) + output] = likelihood.Choose(said, (n * Channels) + channel, output, options, key);
                    }
                }

                See(destination, row, column, line);
            }

            _above[0].Push(line);
        }
    }

    public void Dispose()
    {
        _tape.Dispose();
        foreach (var window in _above)
            window.Dispose();
        foreach (var window in _left)
            window.Dispose();
        foreach (var code in _horizontalCodes)
            code.Dispose();
        foreach (var code in _verticalCodes)
            code?.Dispose();
    }

    private static void Keep(Tensor<T> from, Tensor<T> to)
    {
        to.Resize(from.Shape);
        to.CopyFrom(from);
    }

    /// <summary>The vertical stack of a row, from the rows above it.</summary>
    private void LookUp(int row)
    {
        _tape.Reset();
        var pass = new Pass<T>(_tape, false, default);
        for (int i = 0; i < _layers.Length; i++)
        {
            var vertical = _layers[i].Vertical.OverWindow(_above[i].AsRows, pass);
            var link = _layers[i].Link(vertical, pass);
            _links[i] ??= [];
            if (_links[i].Length != link.Length)
                _links[i] = new T[link.Length];
            link.Data.CopyTo(_links[i]);
            if (i == 0)
                AddMap(row, _links[0]);
            if (_verticalCodes[i] is { } code)
                _above[i + 1].Push(_tape.GatedActivation(vertical, null, code).Data);
        }
    }

    private void AddMap(int row, Span<T> link)
    {
        int size = link.Length / _examples, image = _image[1] * size;
        for (int n = 0; n < _examples; n++)
        {
            var to = link.Slice(n * size, size);
            KernelTable<T>.Current.Apply(BinaryFunction.Add, to, _map.AsSpan((n * image) + (row * size), size), to);
        }
    }

    /// <summary>The horizontal stack at one pixel, and the head.</summary>
    /// <param name="column">The pixel's column.</param>
    /// <param name="channels">What is chosen of its channels; null while nothing is: then the windows move on to this pixel.</param>
    private LikelihoodParameters<T> Describe(int column, Tensor<T>? channels)
    {
        var pass = new Pass<T>(_tape, false, default);
        if (channels is not null)
            return _head.Forward(_skips!, channels, pass);

        _tape.Reset();
        var state = default(PixelState<T>);
        for (int i = 0; i < _layers.Length; i++)
        {
            if (i > 0)
                _left[i].Push(state.Horizontal!.Data);
            var horizontal = _layers[i].Horizontal.OverWindow(_left[i].AsColumns, pass);
            int width = horizontal.Columns;
            var link = _tape.Constant(horizontal.Shape);
            for (int n = 0; n < _examples; n++)
                _links[i].AsSpan(((n * Width) + column) * width, width).CopyTo(link.Data[(n * width)..]);
            state = _layers[i].Join(horizontal, link, _horizontalCodes[i], state, pass);
        }

        _skips = state.Skips;
        return _head.Forward(_skips!, null, pass);
    }

    /// <summary>The channels of a pixel that are chosen, zeros for the others.</summary>
    private Tensor<T> Pixel(ReadOnlySpan<T> images, int first)
    {
        var pixel = _tape.Constant(new Shape(_examples, 1, 1, Channels));
        for (int n = 0; n < _examples; n++)
            images.Slice((n * _image.Length) + first, Channels).CopyTo(pixel.Data[(n * Channels)..]);
        return pixel;
    }

    /// <summary>Hands a finished pixel to the first layer's windows.</summary>
    private void See(ReadOnlySpan<T> images, int row, int column, T[] line)
    {
        if (_seesNothing)
            return;

        int channels = Channels + 1;
        Span<T> pixels = new T[_examples * channels];
        for (int n = 0; n < _examples; n++)
        {
            var pixel = pixels.Slice(n * channels, channels);
            images.Slice((n * _image.Length) + (((row * Width) + column) * Channels), Channels).CopyTo(pixel);
            pixel[Channels] = T.One;
            pixel.CopyTo(line.AsSpan(((n * Width) + column) * channels));
        }

        _left[0].Push(pixels);
    }
}
