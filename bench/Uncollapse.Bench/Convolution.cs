using Uncollapse.Tensors;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Memory;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Bench;

/// <summary>A convolution's three passes: forward with bias, to the input, to the filter and the bias.</summary>
internal sealed class Convolution : IDisposable
{
    private readonly ConvolutionShape _shape;
    private readonly NativeBuffer<float> _x, _w, _b, _y, _dy, _dx, _dw, _db;

    internal Convolution(Shape images, int kernel, int outputs, ConvolutionSettings settings)
    {
        var filter = new Shape(kernel, kernel, images[3] / settings.Groups, outputs);
        _shape = ConvolutionShape.Of("bench", images, filter, settings);
        (_x, _dx) = (Normal(images.Length), Normal(images.Length));
        (_w, _dw) = (Normal(filter.Length), Normal(filter.Length));
        (_b, _db) = (Normal(outputs), Normal(outputs));
        (_y, _dy) = (Normal(_shape.Outputs.Length), Normal(_shape.Outputs.Length));
        Flops = 2.0 * _shape.Outputs.Rows * filter.Length / settings.Groups;
    }

    /// <summary>Of one pass; all three have as many.</summary>
    internal double Flops { get; }

    internal static Convolution Standard() => new(new Shape(64, 28, 28, 32), 3, 32, ConvolutionSettings.Uniform(padding: 1));

    public void Dispose()
    {
        foreach (var buffer in new[] { _x, _w, _b, _y, _dy, _dx, _dw, _db })
            buffer.Dispose();
    }

    internal void Forward() => KernelTable<float>.Current.ConvolutionForward(_shape, false, _x.Span, _w.Span, _b.Span, Activation.Identity, _y.Span, default);

    internal void BackwardInput() => KernelTable<float>.Current.ConvolutionBackwardInput(_shape, false, _dy.Span, _w.Span, _dx.Span, false);

    internal void BackwardFilter() => KernelTable<float>.Current.ConvolutionBackwardFilter(_shape, _x.Span, _dy.Span, _dw.Span, _db.Span, false);

    /// <summary>Seconds of all three passes in turn.</summary>
    internal double Best() => Timing.Best(
        () =>
        {
            Forward();
            BackwardInput();
            BackwardFilter();
        },
        2);

    private static NativeBuffer<float> Normal(int length)
    {
        var buffer = new NativeBuffer<float>(length);
        new Rng(1).FillNormal(buffer.Span);
        return buffer;
    }
}
