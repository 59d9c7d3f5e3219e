using System.Numerics;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Tests.Kernels;

public sealed class LinearTests
{
    private static readonly (int Rows, int Inputs, int Outputs)[] Shapes =
        [(1, 1, 1), (3, 5, 7), (16, 20, 40), (29, 33, 65), (128, 20, 48), (5, 600, 33), (13, 9, 256), (4, 0, 3), (0, 4, 3)];

    public static TheoryData<Activation> All => [.. Enum.GetValues<Activation>()];

    [Theory]
    [MemberData(nameof(All))]
    public void ForwardMatchesTheTwin(Activation activation)
    {
        Forward<float>(activation);
        Forward<double>(activation);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void BackwardToTheInputMatchesTheTwin(Activation activation)
    {
        BackwardInput<float>(activation);
        BackwardInput<double>(activation);
    }

    [Fact]
    public void BackwardToTheWeightsMatchesTheTwin()
    {
        foreach (KernelTable<float> table in Variants<float>.Vector)
        {
            foreach ((int rows, int inputs, int outputs) in Shapes)
            {
                using Guarded<float> x = Variants<float>.Normal(1, rows * inputs), dy = Variants<float>.Normal(2, rows * outputs);
                foreach (bool accumulate in new[] { false, true })
                {
                    using Guarded<float> dw = Variants<float>.Normal(3, inputs * outputs), db = Variants<float>.Normal(4, outputs);
                    using Guarded<float> dw2 = Variants<float>.Copy(dw.Span), db2 = Variants<float>.Copy(db.Span);
                    Variants<float>.Scalar.LinearBackwardWeights(rows, inputs, outputs, x.Span, dy.Span, dw.Span, db.Span, accumulate);
                    table.LinearBackwardWeights(rows, inputs, outputs, x.Span, dy.Span, dw2.Span, db2.Span, accumulate);
                    Variants<float>.Close(dw.Span, dw2.Span, 1e-5, 1e-5, $"{table.Name} weights");
                    Variants<float>.Close(db.Span, db2.Span, 1e-5, 1e-5, $"{table.Name} bias");
                }
            }
        }
    }

    private static void Forward<T>(Activation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (KernelTable<T> table in Variants<T>.Vector)
        {
            foreach ((int rows, int inputs, int outputs) in Shapes)
            {
                double scale = 1 / Math.Sqrt(inputs + 1), tolerance = Variants<T>.Unit * (40 + (4 * Math.Sqrt(inputs)));
                using Guarded<T> x = Variants<T>.Normal(1, rows * inputs), w = Variants<T>.Normal(2, inputs * outputs, scale), bias = Variants<T>.Normal(3, outputs);
                foreach ((bool withBias, bool keep) in new[] { (true, true), (true, false), (false, true), (false, false) })
                {
                    using Guarded<T> y = new(rows * outputs), p = new(rows * outputs), y2 = new(rows * outputs), p2 = new(rows * outputs);
                    Span<T> b = withBias ? bias.Span : [];
                    Variants<T>.Scalar.LinearForward(rows, inputs, outputs, x.Span, w.Span, b, activation, y.Span, keep ? p.Span : []);
                    table.LinearForward(rows, inputs, outputs, x.Span, w.Span, b, activation, y2.Span, keep ? p2.Span : []);
                    Variants<T>.Close(y.Span, y2.Span, tolerance, tolerance, $"{table.Name} {activation} {rows}x{inputs}x{outputs} y");
                    Variants<T>.Close(p.Span, p2.Span, tolerance, tolerance, $"{table.Name} {activation} {rows}x{inputs}x{outputs} preactivation");
                }
            }
        }
    }

    private static void BackwardInput<T>(Activation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (KernelTable<T> table in Variants<T>.Vector)
        {
            foreach ((int rows, int inputs, int outputs) in Shapes)
            {
                double scale = 1 / Math.Sqrt(outputs + 1), tolerance = Variants<T>.Unit * (40 + (4 * Math.Sqrt(outputs)));
                using Guarded<T> dy = Variants<T>.Normal(1, rows * outputs), w = Variants<T>.Normal(2, inputs * outputs, scale), x = Variants<T>.Normal(3, rows * inputs);
                using Guarded<T> state = new(rows * inputs);
                if (activation.UsesPreactivation()) x.Span.CopyTo(state.Span);
                else Variants<T>.Scalar.ActivationForward(activation, x.Span, state.Span);
                foreach (bool accumulate in new[] { false, true })
                {
                    using Guarded<T> dx = Variants<T>.Normal(4, rows * inputs);
                    using Guarded<T> dx2 = Variants<T>.Copy(dx.Span);
                    Variants<T>.Scalar.LinearBackwardInput(rows, inputs, outputs, dy.Span, w.Span, dx.Span, accumulate, activation, state.Span);
                    table.LinearBackwardInput(rows, inputs, outputs, dy.Span, w.Span, dx2.Span, accumulate, activation, state.Span);
                    Variants<T>.Close(dx.Span, dx2.Span, tolerance, tolerance, $"{table.Name} {activation} {rows}x{inputs}x{outputs} {accumulate}");
                }
            }
        }
    }
}
