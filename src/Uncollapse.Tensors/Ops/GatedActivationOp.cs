using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The gated unit of van den Oord et al. (2016): y = tanh(a) sigmoid(b), where a is the first and b the second half of the columns of x + s + c[n], c the same
/// for all rows of example n.
/// Gradient: dL/da = dL/dy sigmoid(b) (1 - tanh(a)^2), dL/db = dL/dy tanh(a) sigmoid(b) (1 - sigmoid(b)); to x and s alike, to c[n] summed over its rows.
/// </summary>
public static class GatedActivationOp
{
    /// <summary>tanh(a) sigmoid(b) of the halves of x + s + c.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [examples, ..., 2 features].</param>
    /// <param name="summand">s, of x's shape; null for none.</param>
    /// <param name="code">c, [examples, 2 features]; null for none.</param>
    /// <returns>x's shape with half of its columns.</returns>
    /// <exception cref="ShapeException">The columns are odd, or the shapes do not fit together.</exception>
    public static Tensor<T> GatedActivation<T>(this Tape<T> tape, Tensor<T> input, Tensor<T>? summand = null, Tensor<T>? code = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (input.Columns % 2 != 0)
            throw new ShapeException("gated activation", $"expected an even number of columns, found {input.Shape}");
        if (summand is not null)
            Require.Equal("gated activation", input.Shape, summand.Shape);
        if (code is not null && (code.Columns != input.Columns || code.Rows != input.Shape[0]))
            throw new ShapeException("gated activation", input.Shape, code.Shape, $"a code [{input.Shape[0]}, {input.Columns}]");

        return tape.Finish(tape.Begin<Node<T>>(input.Shape.WithColumns(input.Columns / 2), input, summand, code));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _work = new(new Shape(0));

        private int Examples => First.Shape[0];

        private int Pixels => Examples == 0 ? 0 : Output.Rows / Examples;

        private ReadOnlySpan<T> Summand => Second is null ? default : (ReadOnlySpan<T>)Second.Data;

        private ReadOnlySpan<T> Code => Third is null ? default : (ReadOnlySpan<T>)Third.Data;

        public override void Dispose()
        {
            _work.Dispose();
            base.Dispose();
        }

        protected internal override void Forward() =>
            Kernels.GatedActivationForward(Examples, Pixels, Output.Columns, First.Data, Summand, Code, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var input = tape.WriteGradient(First);
            var gradient = input.Span;
            if (!input.IsNeeded)
            {
                _work.Resize(First.Shape);
                gradient = _work.Data;
            }

            Kernels.GatedActivationBackward(Examples, Pixels, Output.Columns, First.Data, Summand, Code, Output.Gradient, gradient);
            if (Second is { RequiresGradient: true })
                Share(tape, gradient);
            if (Third is not { RequiresGradient: true })
                return;

            using var code = tape.WriteGradient(Third);
            Columns.SumRepeats<T>(gradient, code.Span, Examples, First.Columns);
        }

        protected internal override void Pushforward()
        {
            _work.Resize(First.Shape);
            var direction = _work.Data;
            if (First.HasTangent)
                First.Tangent.CopyTo(direction);
            else
                direction.Clear();
            if (Second is { HasTangent: true })
                Kernels.Apply(BinaryFunction.Add, direction, Second.Tangent, direction);
            for (int example = 0; example < Examples && Third is { HasTangent: true }; example++)
            {
                int size = Pixels * First.Columns;
                var rows = direction.Slice(example * size, size);
                Kernels.ApplyRow(BinaryFunction.Add, Pixels, First.Columns, rows, Third.Tangent.Slice(example * First.Columns, First.Columns), rows);
            }

            Kernels.GatedActivationTangent(Examples, Pixels, Output.Columns, First.Data, Summand, Code, direction, Output.Tangent);
        }

        private void Share(Tape<T> tape, ReadOnlySpan<T> gradient)
        {
            if (tape.BeginGradient(Second!))
                gradient.CopyTo(Second!.Gradient);
            else
                Kernels.Apply(BinaryFunction.Add, Second!.Gradient, gradient, Second.Gradient);
        }
    }
}
