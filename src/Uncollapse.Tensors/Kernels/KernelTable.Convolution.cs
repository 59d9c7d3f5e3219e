namespace Uncollapse.Tensors.Kernels;

/// <content>Convolutions of images with channels last. All three passes also serve the transposed convolution, whose forward pass is the convolution's
/// backward pass to its input.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>y = f(conv(x, w) + bias), or transposed: y = f(conv^T(x, w) + bias).</summary>
    /// <param name="shape">The convolution; transposed, x has its outputs' shape and y its images'.</param>
    /// <param name="transposed">Whether to go from outputs to images.</param>
    /// <param name="x">What is read.</param>
    /// <param name="filter">w, [kernel height, kernel width, channels / groups, output channels].</param>
    /// <param name="bias">One a channel of y, or empty.</param>
    /// <param name="activation">f.</param>
    /// <param name="y">The result.</param>
    /// <param name="preactivation">Receives what f is applied to, or empty; may not be y.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void ConvolutionForward(
        ConvolutionShape shape, bool transposed, ReadOnlySpan<T> x, ReadOnlySpan<T> filter, ReadOnlySpan<T> bias, Activation activation, Span<T> y, Span<T> preactivation)
    {
        Require(x.Length, (transposed ? shape.Outputs : shape.Images).Length);
        Require(filter.Length, FilterLength(shape));
        RequireOptional(bias.Length, transposed ? shape.Channels : shape.OutputChannels);
        int length = (transposed ? shape.Images : shape.Outputs).Length;
        Require(y.Length, length);
        RequireOptional(preactivation.Length, length);
        if (length == 0) return;
        fixed (T* px = x, pf = filter, pb = bias, py = y, pp = preactivation)
            ConvolveCore(shape, transposed, px, pf, py, accumulate: false, pb, activation, pp, state: null);
    }

    /// <summary>dx = (what dy gives to x) f'(state), or dx += that.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="transposed">Whether the forward pass went from outputs to images.</param>
    /// <param name="dy">The gradient to conv(x, w) + bias.</param>
    /// <param name="filter">w.</param>
    /// <param name="dx">The result, of x's shape.</param>
    /// <param name="accumulate">Whether to add to dx.</param>
    /// <param name="activation">The activation f that made x, or Identity for the bare gradient.</param>
    /// <param name="state">What f' is computed from (<see cref="ActivationExtensions.UsesPreactivation"/>), of x's shape; empty for Identity.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void ConvolutionBackwardInput(
        ConvolutionShape shape, bool transposed, ReadOnlySpan<T> dy, ReadOnlySpan<T> filter, Span<T> dx, bool accumulate, Activation activation = Activation.Identity, ReadOnlySpan<T> state = default)
    {
        int length = (transposed ? shape.Outputs : shape.Images).Length;
        Require(dy.Length, (transposed ? shape.Images : shape.Outputs).Length);
        Require(filter.Length, FilterLength(shape));
        Require(dx.Length, length);
        if (activation != Activation.Identity) Require(state.Length, length);
        if (length == 0) return;
        fixed (T* pdy = dy, pf = filter, pdx = dx, ps = state)
            ConvolveCore(shape, !transposed, pdy, pf, pdx, accumulate, bias: null, activation, preactivation: null, activation == Activation.Identity ? null : ps);
    }

    /// <summary>dw[ky, kx, c, o] = sum over examples and windows of images[..., c] outputs[..., o], or dw += that; and the bias' gradient where wanted.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="images">x of a convolution, dy of a transposed one.</param>
    /// <param name="outputs">dy of a convolution, x of a transposed one.</param>
    /// <param name="dFilter">The filter's gradient.</param>
    /// <param name="dBias">Receives the sums of outputs over examples and windows, or empty.</param>
    /// <param name="accumulate">Whether to add to dFilter and dBias.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void ConvolutionBackwardFilter(
        ConvolutionShape shape, ReadOnlySpan<T> images, ReadOnlySpan<T> outputs, Span<T> dFilter, Span<T> dBias, bool accumulate)
    {
        Require(images.Length, shape.Images.Length);
        Require(outputs.Length, shape.Outputs.Length);
        Require(dFilter.Length, FilterLength(shape));
        RequireOptional(dBias.Length, shape.OutputChannels);
        if (FilterLength(shape) == 0) return;
        fixed (T* pi = images, po = outputs, pf = dFilter, pb = dBias)
            ConvolutionBackwardFilterCore(shape, pi, po, pf, pb, accumulate);
    }

    private protected abstract void ConvolveCore(
        ConvolutionShape shape, bool adjoint, T* source, T* filter, T* target, bool accumulate, T* bias, Activation activation, T* preactivation, T* state);

    private protected abstract void ConvolutionBackwardFilterCore(
        ConvolutionShape shape, T* images, T* outputs, T* dFilter, T* dBias, bool accumulate);

    private static long FilterLength(ConvolutionShape shape) =>
        (long)shape.KernelHeight * shape.KernelWidth * (shape.Channels / shape.Settings.Groups) * shape.OutputChannels;
}
