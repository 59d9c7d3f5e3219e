using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Shape = Uncollapse.Tensors.Shape;

namespace Uncollapse.Models.Decoders;

/// <summary>The last few lines (or pixels) that a causal convolution sees, of several examples: a new one pushes the oldest out.</summary>
internal sealed class PixelWindow<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _lines;
    private readonly int _width;
    private readonly int _channels;
    private readonly Tensor<T> _rows = new(new Shape(0));
    private int _examples;

    /// <summary>A window of lines of some pixels.</summary>
    /// <param name="lines">How many are seen.</param>
    /// <param name="width">Pixels of a line.</param>
    /// <param name="channels">Channels of a pixel.</param>
    public PixelWindow(int lines, int width, int channels)
    {
        _lines = lines;
        _width = width;
        _channels = channels;
    }

    /// <summary>[examples, lines, width, channels].</summary>
    public Tensor<T> AsRows => Shaped(new Shape(_examples, _lines, _width, _channels));

    /// <summary>For lines of one pixel: [examples, 1, lines, channels].</summary>
    public Tensor<T> AsColumns => Shaped(new Shape(_examples, 1, _lines, _channels));

    /// <summary>Zeros, as outside of the image.</summary>
    public void Clear(int examples)
    {
        _examples = examples;
        _rows.Resize(new Shape(examples, _lines, _width, _channels));
        _rows.Data.Clear();
    }

    /// <summary>Takes a line of each example, [examples, width, channels].</summary>
    public void Push(ReadOnlySpan<T> lines)
    {
        int line = _width * _channels, size = _lines * line;
        var data = _rows.Data;
        for (int n = 0; n < _examples; n++)
        {
            var window = data.Slice(n * size, size);
            window[line..].CopyTo(window);
            lines.Slice(n * line, line).CopyTo(window[(size - line)..]);
        }
    }

    public void Dispose() => _rows.Dispose();

    private Tensor<T> Shaped(Shape shape)
    {
        _rows.Resize(shape);
        return _rows;
    }
}
