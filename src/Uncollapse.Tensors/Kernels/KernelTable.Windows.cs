namespace Uncollapse.Tensors.Kernels;

/// <content>Maxima, sums and means over the windows of images with channels last, and their derivatives. The shape is that of
/// <see cref="ConvolutionShape.Windows"/>; pixels outside of the image take no part.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>y = the greatest value of each window; -infinity where it sees no pixel, NaN where it sees one.</summary>
    /// <param name="shape">The windows.</param>
    /// <param name="x">The images.</param>
    /// <param name="y">The maxima.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void WindowMaximum(ConvolutionShape shape, ReadOnlySpan<T> x, Span<T> y)
    {
        Require(x.Length, shape.Images.Length);
        Require(y.Length, shape.Outputs.Length);
        fixed (T* px = x, py = y) WindowCore(shape, WindowPass.Maximum, mean: false, px, null, null, py);
    }

    /// <summary>dx = each window's gradient at its maximum, the first of several; 0 elsewhere.</summary>
    /// <param name="shape">The windows.</param>
    /// <param name="x">The images.</param>
    /// <param name="y">The maxima.</param>
    /// <param name="dy">The gradient by the maxima.</param>
    /// <param name="dx">The gradient by the images.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void WindowMaximumBackward(ConvolutionShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
    {
        Require(x.Length, shape.Images.Length);
        Require(y.Length, shape.Outputs.Length);
        Require(dy.Length, shape.Outputs.Length);
        Require(dx.Length, shape.Images.Length);
        fixed (T* px = x, py = y, pdy = dy, pdx = dx) WindowCore(shape, WindowPass.MaximumGradient, mean: false, px, py, pdy, pdx);
    }

    /// <summary>The values of another batch of images where each window's (first) maximum is.</summary>
    /// <param name="shape">The windows.</param>
    /// <param name="x">The images.</param>
    /// <param name="y">The maxima.</param>
    /// <param name="values">What is looked up, of the images' shape.</param>
    /// <param name="results">One a window.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void WindowAtMaximum(ConvolutionShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> values, Span<T> results)
    {
        Require(x.Length, shape.Images.Length);
        Require(y.Length, shape.Outputs.Length);
        Require(values.Length, shape.Images.Length);
        Require(results.Length, shape.Outputs.Length);
        fixed (T* px = x, py = y, pv = values, pr = results) WindowCore(shape, WindowPass.AtMaximum, mean: false, px, py, pv, pr);
    }

    /// <summary>y = the sum of each window, or its mean over the pixels it sees; 0 where it sees none.</summary>
    /// <param name="shape">The windows.</param>
    /// <param name="mean">Whether to divide.</param>
    /// <param name="x">The images.</param>
    /// <param name="y">The sums.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void WindowSum(ConvolutionShape shape, bool mean, ReadOnlySpan<T> x, Span<T> y)
    {
        Require(x.Length, shape.Images.Length);
        Require(y.Length, shape.Outputs.Length);
        fixed (T* px = x, py = y) WindowCore(shape, WindowPass.Sum, mean, null, null, px, py);
    }

    /// <summary>The transpose of <see cref="WindowSum"/>: x = the sum over the windows that see a pixel of their values (divided by the pixels they see).</summary>
    /// <param name="shape">The windows.</param>
    /// <param name="mean">Whether to divide.</param>
    /// <param name="y">One a window.</param>
    /// <param name="x">The images.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void WindowSpread(ConvolutionShape shape, bool mean, ReadOnlySpan<T> y, Span<T> x)
    {
        Require(x.Length, shape.Images.Length);
        Require(y.Length, shape.Outputs.Length);
        fixed (T* px = x, py = y) WindowCore(shape, WindowPass.Spread, mean, null, null, py, px);
    }

    private protected abstract void WindowCore(ConvolutionShape shape, WindowPass pass, bool mean, T* images, T* maxima, T* from, T* to);
}
