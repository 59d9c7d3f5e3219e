using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>Each pixel as a block of equal ones: y[n, i, j, c] = x[n, floor(i / f), floor(j / f), c]. Gradient: the sum over the block. Tangent: the same of
/// the tangent.</summary>
public static class UpsampleNearest2dOp
{
    /// <summary>y = x, f times as high and as wide.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [examples, height, width, channels].</param>
    /// <param name="factor">f, at least 1.</param>
    /// <exception cref="ShapeException">x has another rank, or f is below 1.</exception>
    public static Tensor<T> UpsampleNearest2d<T>(this Tape<T> tape, Tensor<T> input, int factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (input.Shape.Rank != 4 || factor < 1)
            throw new ShapeException("upsample nearest", $"expected [examples, height, width, channels] and a factor of 1 or more, found {input.Shape} and {factor}");

        var images = new Shape(input.Shape[0], factor * input.Shape[1], factor * input.Shape[2], input.Shape[3]);
        var node = tape.Begin<Node<T>>(images, input);
        node.Windows = ConvolutionShape.Windows("upsample nearest", images, factor, factor, ConvolutionSettings.Uniform(stride: factor));
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public ConvolutionShape Windows { get; set; }

        protected internal override void Forward() => Kernels.WindowSpread(Windows, mean: false, First.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            if (sink.IsNeeded)
                Kernels.WindowSum(Windows, mean: false, Output.Gradient, sink.Span);
        }

        protected internal override void Pushforward() => Kernels.WindowSpread(Windows, mean: false, First.Tangent, Output.Tangent);
    }
}
