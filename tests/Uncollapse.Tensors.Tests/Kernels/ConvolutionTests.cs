using System.Numerics;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>The vector convolutions against the scalar twin, in guarded memory; the twin itself against PyTorch and finite differences in Ops.</summary>
public sealed class ConvolutionTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, ConvolutionCase.All.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void SinglePrecisionMatchesTheTwin(int index) => Check<float>(ConvolutionCase.All[index]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void DoublePrecisionMatchesTheTwin(int index) => Check<double>(ConvolutionCase.All[index]);

    [Fact]
    public void EveryActivationIsAppliedAndItsSlopeToo()
    {
        var shape = ConvolutionCase.All[0].Shape;
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            foreach (bool transposed in new[] { false, true })
            {
                Forward<float>(shape, transposed, activation);
                Forward<double>(shape, transposed, activation);
                Backward<float>(shape, transposed, activation);
                Backward<double>(shape, transposed, activation);
            }
        }
    }

    [Fact]
    public void TooShortASpanIsRefused()
    {
        var shape = ConvolutionShape.Of("test", new Shape(1, 3, 3, 2), new Shape(3, 3, 2, 2), default);
        var table = KernelTable<float>.Current;
        float[] images = new float[18], filter = new float[36], outputs = new float[2], one = new float[1];
        Assert.Throws<ShapeException>(() => table.ConvolutionForward(shape, false, one, filter, [], Activation.Identity, outputs, []));
        Assert.Throws<ShapeException>(() => table.ConvolutionForward(shape, false, images, images, [], Activation.Identity, outputs, []));
        Assert.Throws<ShapeException>(() => table.ConvolutionForward(shape, false, images, filter, one, Activation.Identity, outputs, []));
        Assert.Throws<ShapeException>(() => table.ConvolutionForward(shape, false, images, filter, [], Activation.Identity, one, []));
        Assert.Throws<ShapeException>(() => table.ConvolutionBackwardInput(shape, false, outputs, filter, one, false));
        Assert.Throws<ShapeException>(() => table.ConvolutionBackwardFilter(shape, images, outputs, one, [], false));
    }

    private static void Check<T>(ConvolutionCase test)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = test.Shape;
        foreach (bool transposed in new[] { false, true })
        {
            Forward<T>(shape, transposed, Activation.Identity);
            Forward<T>(shape, transposed, Activation.Gelu);
            Backward<T>(shape, transposed, Activation.Identity);
            Backward<T>(shape, transposed, Activation.Tanh);
        }

        FilterGradient<T>(shape, test.Filter);
    }

    private static int FilterLength(ConvolutionShape shape) =>
        shape.KernelHeight * shape.KernelWidth * (shape.Channels / shape.Settings.Groups) * shape.OutputChannels;

    private static void Forward<T>(ConvolutionShape shape, bool transposed, Activation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (Shape from, Shape to) = transposed ? (shape.Outputs, shape.Images) : (shape.Images, shape.Outputs);
        int sum = shape.KernelHeight * shape.KernelWidth * from.Columns / shape.Settings.Groups;
        double tolerance = Variants<T>.Unit * (40 + (4 * Math.Sqrt(sum)));
        using Guarded<T> x = Variants<T>.Normal(1, from.Length), w = Variants<T>.Normal(2, FilterLength(shape), 1 / Math.Sqrt(sum)), b = Variants<T>.Normal(3, to.Columns);
        foreach (bool plain in new[] { false, true })
        {
            using Guarded<T> y = new(to.Length), p = new(plain ? 0 : to.Length);
            Variants<T>.Scalar.ConvolutionForward(shape, transposed, x.Span, w.Span, plain ? default : b.Span, activation, y.Span, p.Span);
            foreach (KernelTable<T> table in Variants<T>.Vector)
            {
                using Guarded<T> y2 = new(to.Length), p2 = new(plain ? 0 : to.Length);
                table.ConvolutionForward(shape, transposed, x.Span, w.Span, plain ? default : b.Span, activation, y2.Span, p2.Span);
                Variants<T>.Close(y.Span, y2.Span, tolerance, tolerance, $"{table.Name} {shape} {transposed} {activation}");
                Variants<T>.Close(p.Span, p2.Span, tolerance, tolerance, $"{table.Name} {shape} {transposed} {activation} preactivation");
            }
        }
    }

    private static void Backward<T>(ConvolutionShape shape, bool transposed, Activation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (Shape from, Shape to) = transposed ? (shape.Images, shape.Outputs) : (shape.Outputs, shape.Images);
        int sum = shape.KernelHeight * shape.KernelWidth * from.Columns / shape.Settings.Groups;
        double tolerance = Variants<T>.Unit * (40 + (4 * Math.Sqrt(sum)));
        using Guarded<T> dy = Variants<T>.Normal(1, from.Length), w = Variants<T>.Normal(2, FilterLength(shape), 1 / Math.Sqrt(sum)), state = Variants<T>.Normal(3, to.Length, 0.3);
        foreach (bool accumulate in new[] { false, true })
        {
            using Guarded<T> dx = Variants<T>.Normal(4, to.Length), before = Variants<T>.Copy(dx.Span);
            Variants<T>.Scalar.ConvolutionBackwardInput(shape, transposed, dy.Span, w.Span, dx.Span, accumulate, activation, state.Span);
            foreach (KernelTable<T> table in Variants<T>.Vector)
            {
                using Guarded<T> dx2 = Variants<T>.Copy(before.Span);
                table.ConvolutionBackwardInput(shape, transposed, dy.Span, w.Span, dx2.Span, accumulate, activation, state.Span);
                Variants<T>.Close(dx.Span, dx2.Span, tolerance, tolerance, $"{table.Name} {shape} {transposed} {activation} {accumulate}");
            }
        }
    }

    private static void FilterGradient<T>(ConvolutionShape shape, Shape filter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int sum = shape.Outputs.Rows;
        double tolerance = Variants<T>.Unit * (40 + (8 * sum));
        using Guarded<T> images = Variants<T>.Normal(1, shape.Images.Length), outputs = Variants<T>.Normal(2, shape.Outputs.Length);
        foreach (bool accumulate in new[] { false, true })
        {
            using Guarded<T> dw = Variants<T>.Normal(3, filter.Length), db = Variants<T>.Normal(4, shape.OutputChannels);
            using Guarded<T> dw0 = Variants<T>.Copy(dw.Span), db0 = Variants<T>.Copy(db.Span);
            Variants<T>.Scalar.ConvolutionBackwardFilter(shape, images.Span, outputs.Span, dw.Span, db.Span, accumulate);
            foreach (KernelTable<T> table in Variants<T>.Vector)
            {
                using Guarded<T> dw2 = Variants<T>.Copy(dw0.Span), db2 = Variants<T>.Copy(db0.Span), dw3 = Variants<T>.Copy(dw0.Span);
                table.ConvolutionBackwardFilter(shape, images.Span, outputs.Span, dw2.Span, db2.Span, accumulate);
                table.ConvolutionBackwardFilter(shape, images.Span, outputs.Span, dw3.Span, [], accumulate);
                Variants<T>.Close(dw.Span, dw2.Span, tolerance, tolerance, $"{table.Name} {shape} filter");
                Variants<T>.Close(db.Span, db2.Span, tolerance, tolerance, $"{table.Name} {shape} bias");
                Variants<T>.Close(dw2.Span, dw3.Span, 0, 0, $"{table.Name} {shape} filter without bias");
            }
        }
    }
}
