using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// A convolution of images with its nonlinearity: y[n, i, j, o] = f(sum over ky, kx, c of x[n, i s - p + ky d, j s - p + kx d, c] w[ky, kx, c, o] + b[o]), with
/// stride s, padding p and dilation d along each axis and zeros outside of x.
/// Gradient, with e = dL/dy f': dL/dx[n, a, b, c] = sum over the windows that see the pixel of e w; dL/dw[ky, kx, c, o] = sum over examples and windows of
/// x e; dL/db[o] = sum of e. Tangent: f' (conv(dx, w) + conv(x, dw) + db).
/// </summary>
/// <remarks>A causal (masked) convolution is one whose filter has no taps where the mask is zero: <see cref="ConvolutionSettings.Above"/> and
/// <see cref="ConvolutionSettings.LeftOf"/> give the padding. Nothing is multiplied by zeros, and no masked weight can move.</remarks>
public static class Conv2dOp
{
    /// <summary>y = f(conv(x, w) + b).</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [examples, height, width, channels].</param>
    /// <param name="filter">w, [kernel height, kernel width, channels / groups, outputs].</param>
    /// <param name="bias">b, [outputs], or null for none.</param>
    /// <param name="settings">Strides, padding, dilation, groups.</param>
    /// <param name="activation">f, in the same pass.</param>
    /// <returns>[examples, output height, output width, outputs].</returns>
    /// <exception cref="ShapeException">The shapes or the settings do not fit together.</exception>
    public static Tensor<T> Conv2d<T>(
        this Tape<T> tape,
        Tensor<T> input,
        Tensor<T> filter,
        Tensor<T>? bias = null,
        ConvolutionSettings settings = default,
        Activation activation = Activation.Identity)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = ConvolutionShape.Of("convolution", input.Shape, filter.Shape, settings);
        if (bias is not null)
            Require.Columns("convolution", filter.Shape, bias.Shape);

        var node = tape.Begin<ConvolutionNode<T>>(shape.Outputs, input, filter, bias);
        node.Geometry = shape;
        node.Transposed = false;
        node.Activation = activation;
        return tape.Finish(node);
    }
}
