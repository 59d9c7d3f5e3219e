using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Tests.Autodiff;

/// <summary>Steps of counts allocate nothing once the tape has seen its fullest batch.</summary>
public sealed class CountAllocationTests
{
    [Fact]
    public void StepsOfChangingSizeAllocateNothing()
    {
        using var tape = new Tape<float>();
        using var counts = new Tensor<float>(new Shape(6, 90));
        using var size = new Tensor<float>(new Shape(6, 1));
        using var input = Weight(new Shape(90, 12));
        using var output = Weight(new Shape(12, 90));
        using var theta = Weight(new Shape(90));
        void Step(int step)
        {
            counts.Resize(step % 3 == 2 ? new Shape(4, 90) : new Shape(6, 90));
            size.Resize(new Shape(counts.Rows, 1));
            counts.Data.Clear();
            for (int i = step % 5; i < counts.Length; i += 7)
                counts.Data[i] = 1 + (i % 4);
            size.Data.Fill(3);
            tape.Mode = step % 4 == 3 ? TapeMode.Inference : TapeMode.Record;
            tape.Reset();
            var logits = tape.Linear(tape.SparseLinear(counts, null, input, activation: Activation.Relu), output);
            var loss = tape.Mean(tape.CountLogLikelihood(CountFamily.NegativeBinomial, logits, counts, size, theta, expectedGradient: 1f / counts.Rows));
            if (tape.Mode == TapeMode.Record)
                tape.Backward(loss);
        }

        for (int step = 0; step < 40; step++)
            Step(step);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 40; step < 80; step++)
            Step(step);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Tensor<float> Weight(Shape shape)
    {
        var tensor = new Tensor<float>(shape, requiresGradient: true);
        new Rng(5).FillNormal(tensor.Data);
        return tensor;
    }
}
