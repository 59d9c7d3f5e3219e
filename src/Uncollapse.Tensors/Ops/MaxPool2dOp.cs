using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The greatest value of each window of each channel: y[n, i, j, c] = max of x over the pixels that window (i, j) sees; padding takes no part.
/// Gradient: to the pixel that was the maximum, the first of several equal ones. Tangent: of that pixel.
/// </summary>
public static class MaxPool2dOp
{
    /// <summary>y = the maxima of x.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [examples, height, width, channels].</param>
    /// <param name="kernelHeight">Rows of a window.</param>
    /// <param name="kernelWidth">Columns of a window.</param>
    /// <param name="settings">Strides, padding, dilation; a window without any pixel gives -infinity.</param>
    /// <exception cref="ShapeException">The shapes or the settings do not fit together.</exception>
    public static Tensor<T> MaxPool2d<T>(this Tape<T> tape, Tensor<T> input, int kernelHeight, int kernelWidth, ConvolutionSettings settings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = ConvolutionShape.Windows("max pooling", input.Shape, kernelHeight, kernelWidth, settings);
        var node = tape.Begin<Node<T>>(shape.Outputs, input);
        node.Windows = shape;
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public ConvolutionShape Windows { get; set; }

        protected internal override void Forward() => Kernels.WindowMaximum(Windows, First.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            if (sink.IsNeeded)
                Kernels.WindowMaximumBackward(Windows, First.Data, Output.Data, Output.Gradient, sink.Span);
        }

        protected internal override void Pushforward() => Kernels.WindowAtMaximum(Windows, First.Data, Output.Data, First.Tangent, Output.Tangent);
    }
}
