using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The mean of each window of each channel, over the pixels it sees: padding takes no part, neither in the sum nor in the count.
/// Gradient: dL/dx = sum over the windows that see a pixel of dL/dy / pixels that the window sees. Tangent: the means of the tangent.
/// </summary>
public static class AveragePool2dOp
{
    /// <summary>y = the means of x.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [examples, height, width, channels].</param>
    /// <param name="kernelHeight">Rows of a window.</param>
    /// <param name="kernelWidth">Columns of a window.</param>
    /// <param name="settings">Strides, padding, dilation; a window without any pixel gives 0.</param>
    /// <exception cref="ShapeException">The shapes or the settings do not fit together.</exception>
    public static Tensor<T> AveragePool2d<T>(this Tape<T> tape, Tensor<T> input, int kernelHeight, int kernelWidth, ConvolutionSettings settings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = ConvolutionShape.Windows("average pooling", input.Shape, kernelHeight, kernelWidth, settings);
        var node = tape.Begin<Node<T>>(shape.Outputs, input);
        node.Windows = shape;
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public ConvolutionShape Windows { get; set; }

        protected internal override void Forward() => Kernels.WindowSum(Windows, mean: true, First.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            if (sink.IsNeeded)
                Kernels.WindowSpread(Windows, mean: true, Output.Gradient, sink.Span);
        }

        protected internal override void Pushforward() => Kernels.WindowSum(Windows, mean: true, First.Tangent, Output.Tangent);
    }
}
