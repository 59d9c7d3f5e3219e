using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>The same values in another shape, in the same order: y = x, and so are gradient and tangent. Nothing is copied or recorded.</summary>
public static class ReshapeOp
{
    /// <summary>x in another shape of as many elements, such as [n, h w c] as [n, h, w, c].</summary>
    /// <exception cref="ShapeException">The shape has another number of elements.</exception>
    public static Tensor<T> Reshape<T>(this Tape<T> tape, Tensor<T> input, Shape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        input.Shape == shape ? input : tape.View(input, shape);

    /// <summary>x as a matrix with a row an example: [n, h, w, c] as [n, h w c].</summary>
    public static Tensor<T> Flatten<T>(this Tape<T> tape, Tensor<T> input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        tape.Reshape(input, new Shape(input.Shape[0], input.Shape[0] == 0 ? 0 : input.Length / input.Shape[0]));
}
