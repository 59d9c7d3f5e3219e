using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The mean squared difference over all elements: y = 1/n sum_i (a_i - b_i)^2: the variance that maximises a Gaussian likelihood.
/// Gradient: dL/da = 2 dL/dy (a - b) / n, dL/db = -dL/da.
/// </summary>
public static class MeanSquaredErrorOp
{
    /// <summary>y = 1/n sum_i (a_i - b_i)^2: a scalar.</summary>
    /// <exception cref="ShapeException">The shapes differ or are empty.</exception>
    public static Tensor<T> MeanSquaredError<T>(this Tape<T> tape, Tensor<T> left, Tensor<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Equal("mean squared error", left.Shape, right.Shape);
        if (left.Length == 0)
            throw new ShapeException("mean squared error", $"expected elements, found {left.Shape}");

        return tape.Finish(tape.Begin<Node<T>>(Shape.Scalar, left, right));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _difference = new(new Shape(0));

        public override void Dispose()
        {
            _difference.Dispose();
            base.Dispose();
        }

        protected internal override void Forward()
        {
            _difference.Resize(First.Shape);
            var difference = _difference.Data;
            Kernels.Apply(BinaryFunction.Subtract, First.Data, Second!.Data, difference);
            Output.Data[0] = T.CreateChecked(Kernels.Dot(difference, difference) / First.Length);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            var slope = Output.Gradient[0] * T.CreateChecked(2.0 / First.Length);
            using (var left = tape.WriteGradient(First))
            {
                if (left.IsNeeded)
                    Kernels.Affine(slope, _difference.Data, T.Zero, left.Span);
            }

            using (var right = tape.WriteGradient(Second))
            {
                if (right.IsNeeded)
                    Kernels.Affine(-slope, _difference.Data, T.Zero, right.Span);
            }
        }

        protected internal override void Pushforward()
        {
            double sum = 0;
            if (First.HasTangent)
                sum += Kernels.Dot(_difference.Data, First.Tangent);
            if (Second!.HasTangent)
                sum -= Kernels.Dot(_difference.Data, Second.Tangent);
            Output.Tangent[0] = T.CreateChecked(2 * sum / First.Length);
        }
    }
}
