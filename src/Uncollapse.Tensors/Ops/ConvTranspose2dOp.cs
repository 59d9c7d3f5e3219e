using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The transpose of a convolution with its nonlinearity, from small images to large ones: each pixel of x adds its filters to y,
/// y[n, i s - p + ky d, j s - p + kx d, c] += sum over o of x[n, i, j, o] w[ky, kx, c, o], then b[c] is added and f applied.
/// Gradients and tangents are those of <see cref="Conv2dOp"/> with x and y exchanged.
/// </summary>
/// <remarks>The filter is that of the convolution that goes the other way, [.., result's channels, x's channels]: a decoder's layer has the shape of the
/// encoder's layer that it mirrors.</remarks>
public static class ConvTranspose2dOp
{
    /// <summary>y = f(conv^T(x, w) + b).</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [examples, height, width, channels].</param>
    /// <param name="filter">w, [kernel height, kernel width, outputs / groups, channels].</param>
    /// <param name="bias">b, [outputs], or null for none.</param>
    /// <param name="settings">Strides, padding, dilation, groups, output padding; padding is what the convolution that goes the other way has.</param>
    /// <param name="activation">f, in the same pass.</param>
    /// <returns>[examples, (height - 1) stride + dilation (kernel height - 1) + 1 - padding + output padding, likewise, outputs].</returns>
    /// <exception cref="ShapeException">The shapes or the settings do not fit together.</exception>
    public static Tensor<T> ConvTranspose2d<T>(
        this Tape<T> tape,
        Tensor<T> input,
        Tensor<T> filter,
        Tensor<T>? bias = null,
        ConvolutionSettings settings = default,
        Activation activation = Activation.Identity)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = ConvolutionShape.Transposed("transposed convolution", input.Shape, filter.Shape, settings);
        if (bias is not null)
            Require.Columns("transposed convolution", shape.Images, bias.Shape);

        var node = tape.Begin<ConvolutionNode<T>>(shape.Images, input, filter, bias);
        node.Geometry = shape;
        node.Transposed = true;
        node.Activation = activation;
        return tape.Finish(node);
    }
}
