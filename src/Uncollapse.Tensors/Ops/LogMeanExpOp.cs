using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>The logarithm of the mean over K samples in a row: y[n] = log 1/K sum_k e^x[n K + k], as importance weighting needs.
/// Gradient: dL/dx[n K + k] = softmax_k(x[n]) dL/dy[n]. The largest term is taken out first, so that nothing overflows.</summary>
public static class LogMeanExpOp
{
    /// <summary>y[n] = log 1/K sum_k e^x[n K + k] of a vector of N K values.</summary>
    /// <exception cref="ShapeException">The number of values is no multiple of <paramref name="samples"/>.</exception>
    public static Tensor<T> LogMeanExp<T>(this Tape<T> tape, Tensor<T> input, int samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (samples < 1 || input.Length % samples != 0)
            throw new ShapeException("log-mean-exp", $"expected a multiple of {samples} values, found {input.Shape}");

        return tape.Finish(tape.Begin<Node<T>>(new Shape(input.Length / samples), input));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private int Samples => Output.Length == 0 ? 1 : First.Length / Output.Length;

        protected internal override void Forward()
        {
            int samples = Samples;
            var output = Output.Data;
            for (int n = 0; n < output.Length; n++)
            {
                ReadOnlySpan<T> group = First.Data.Slice(n * samples, samples);
                var largest = group[0];
                foreach (var value in group)
                    largest = T.Max(largest, value);
                if (!T.IsFinite(largest))
                {
                    output[n] = largest;
                    continue;
                }

                var sum = T.Zero;
                foreach (var value in group)
                    sum += T.Exp(value - largest);
                output[n] = largest + T.Log(sum / T.CreateChecked(samples));
            }
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            int samples = Samples;
            for (int i = 0; i < First.Length; i++)
                sink.Span[i] = Output.Gradient[i / samples] * Weight(i, samples);
        }

        protected internal override void Pushforward()
        {
            int samples = Samples;
            var tangent = Output.Tangent;
            tangent.Clear();
            for (int i = 0; i < First.Length; i++)
                tangent[i / samples] += First.Tangent[i] * Weight(i, samples);
        }

        private T Weight(int i, int samples) =>
            T.Exp(First.Data[i] - Output.Data[i / samples]) / T.CreateChecked(samples);
    }
}
