using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Tests.Autodiff;

/// <summary>A step through every operation on images allocates nothing once it has run.</summary>
public sealed class ImageAllocationTests
{
    [Fact]
    public void StepsAllocateNothing()
    {
        using var tape = new Tape<float>();
        using var x = Drawn(new Shape(6, 200));
        using var first = Drawn(new Shape(4, 4, 2, 8));
        using var second = Drawn(new Shape(3, 3, 4, 8));
        using var scale = Drawn(new Shape(8));
        for (int step = 0; step < 20; step++)
            Step(step);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 20; step < 40; step++)
            Step(step);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step(int step)
        {
            int examples = step % 3 == 2 ? 2 : 6;
            x.Resize(new Shape(examples, 200));
            tape.Reset();
            var half = ConvolutionSettings.Uniform(stride: 2, padding: 1);
            var hidden = tape.Conv2d(tape.Reshape(x, new Shape(examples, 10, 10, 2)), first, scale, half, Activation.Gelu);
            hidden = tape.Conv2d(tape.GroupNorm(hidden, 2, scale, scale), second, null, ConvolutionSettings.Uniform(padding: 1, groups: 2), Activation.Relu);
            var pooled = tape.UpsampleNearest2d(tape.AveragePool2d(tape.MaxPool2d(hidden, 2, 2, default), 2, 2, ConvolutionSettings.Uniform(stride: 2)), 2);
            var back = tape.ConvTranspose2d(pooled, first, null, half, Activation.Silu);
            tape.Backward(tape.Mean(tape.Flatten(back)));
        }
    }

    private static Tensor<float> Drawn(Shape shape)
    {
        var tensor = new Tensor<float>(shape, requiresGradient: true);
        new Rng(5).FillNormal(tensor.Data);
        return tensor;
    }
}
