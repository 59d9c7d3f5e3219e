using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tensors.Tests.Threading;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>Convolutions' results do not depend on the number of threads, to the bit.</summary>
[Collection(nameof(WorkersTests))]
public sealed class ConvolutionThreadTests : IDisposable
{
    private readonly int _threads = Workers.Count;

    public void Dispose() => Workers.Count = _threads;

    [Theory]
    [InlineData(20, 9, 11, 3, 40, 3, 1, 1)]
    [InlineData(3, 28, 28, 8, 16, 4, 2, 1)]
    [InlineData(1, 40, 33, 16, 24, 3, 1, 1)]
    [InlineData(2, 8, 8, 130, 150, 3, 1, 1)]
    [InlineData(5, 12, 12, 12, 12, 3, 1, 4)]
    [InlineData(9, 14, 14, 32, 1, 3, 1, 1)]
    public void ResultsDoNotDependOnTheNumberOfThreads(int examples, int height, int width, int channels, int outputs, int kernel, int stride, int groups)
    {
        var shape = ConvolutionShape.Of(
            "test", new Shape(examples, height, width, channels), new Shape(kernel, kernel, channels / groups, outputs), ConvolutionSettings.Uniform(stride, 1, groups: groups));
        foreach (KernelTable<float> table in KernelVariants.All<float>().Skip(1))
        {
            Workers.Count = 1;
            float[] one = Everything(table, shape);
            foreach (int threads in new[] { 2, 3, 5 })
            {
                Workers.Count = threads;
                Assert.True(one.AsSpan().SequenceEqual(Everything(table, shape)), $"{table.Name} with {threads} threads");
            }
        }
    }

    private static float[] Everything(KernelTable<float> table, ConvolutionShape shape)
    {
        int filters = shape.KernelHeight * shape.KernelWidth * shape.Channels / shape.Settings.Groups * shape.OutputChannels;
        float[] x = Normal(1, shape.Images.Length), w = Normal(2, filters), b = Normal(3, shape.OutputChannels), dy = Normal(4, shape.Outputs.Length);
        float[] y = new float[dy.Length], dx = new float[x.Length], dw = new float[w.Length], db = new float[b.Length], normal = new float[x.Length], ds = new float[x.Length], dt = new float[x.Length];
        table.ConvolutionForward(shape, false, x, w, b, Activation.Silu, y, []);
        table.ConvolutionBackwardInput(shape, false, dy, w, dx, false, Activation.Tanh, x);
        table.ConvolutionBackwardFilter(shape, x, dy, dw, db, false);
        float[] mean = new float[shape.Examples], inverse = new float[shape.Examples];
        int positions = shape.Height * shape.Width;
        table.GroupNormForward(shape.Examples, positions, shape.Channels, 1, x, w, w, 1e-5, normal, mean, inverse);
        table.GroupNormBackward(shape.Examples, positions, shape.Channels, 1, x, dx, w, mean, inverse, normal, ds, dt);
        return [.. y, .. dx, .. dw, .. db, .. normal, .. ds, .. dt];
    }

    private static float[] Normal(ulong seed, int length)
    {
        float[] values = new float[length];
        new Rng(seed).FillNormal(values);
        return values;
    }
}
