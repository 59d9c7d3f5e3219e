using System.Numerics;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>Windows and group normalisation in vectors against the scalar twin, in guarded memory.</summary>
public sealed class ImageKernelTests
{
    private static readonly (Shape Images, int Height, int Width, ConvolutionSettings Settings)[] Windows =
    [
        (new Shape(2, 6, 7, 3), 2, 2, ConvolutionSettings.Uniform(stride: 2)),
        (new Shape(2, 5, 6, 17), 3, 3, ConvolutionSettings.Uniform(stride: 2, padding: 1)),
        (new Shape(1, 9, 8, 40), 3, 2, new ConvolutionSettings { StrideY = 1, StrideX = 3, PaddingTop = 2, PaddingLeft = 1, DilationY = 2, DilationX = 3 }),
        (new Shape(2, 4, 4, 8), 1, 1, ConvolutionSettings.Uniform(padding: 1)),
        (new Shape(2, 5, 5, 16), 2, 2, new ConvolutionSettings { PaddingTop = -1, PaddingBottom = 3, PaddingRight = -2 }),
        (new Shape(0, 5, 5, 16), 2, 2, default),
    ];

    private static readonly (int Examples, int Positions, int Channels, int Groups)[] Groups = [(2, 12, 6, 3), (3, 50, 32, 8), (1, 7, 5, 1), (2, 200, 40, 40), (3, 1, 20, 4), (0, 4, 4, 2)];

    [Fact]
    public void WindowsMatchTheTwin()
    {
        CheckWindows<float>();
        CheckWindows<double>();
    }

    [Fact]
    public void GroupNormMatchesTheTwin()
    {
        CheckGroups<float>();
        CheckGroups<double>();
    }

    [Fact]
    public void TheFirstOfEqualMaximaTakesTheGradientAndNaNWins()
    {
        var shape = ConvolutionShape.Windows("test", new Shape(1, 1, 4, 1), 1, 2, ConvolutionSettings.Uniform(stride: 2));
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            float[] y = new float[2], dx = new float[4];
            table.WindowMaximum(shape, [3, 3, float.NaN, 5], y);
            Assert.Equal([3, float.NaN], y);
            table.WindowMaximumBackward(shape, [3, 3, 1, 5], [3, 5], [7, 8], dx);
            Assert.Equal([7, 0, 0, 8], dx);
        }
    }

    [Fact]
    public void GroupsMustDivideTheChannels()
    {
        float[] values = new float[12];
        Assert.Throws<ShapeException>(() => KernelTable<float>.Current.GroupNormForward(1, 2, 6, 4, values, values, values, 0, values, values, values));
        Assert.Throws<ShapeException>(() => KernelTable<float>.Current.GroupNormForward(1, 2, 6, 0, values, values, values, 0, values, values, values));
    }

    private static void CheckWindows<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double tolerance = 64 * Variants<T>.Unit;
        foreach ((Shape images, int height, int width, ConvolutionSettings settings) in Windows)
        {
            var shape = ConvolutionShape.Windows("test", images, height, width, settings);
            using Guarded<T> x = Variants<T>.Normal(1, images.Length), dy = Variants<T>.Normal(2, shape.Outputs.Length), other = Variants<T>.Normal(3, images.Length);
            T[][] expected = Run(Variants<T>.Scalar);
            foreach (KernelTable<T> table in Variants<T>.Vector)
            {
                T[][] actual = Run(table);
                for (int i = 0; i < expected.Length; i++) Variants<T>.Close(expected[i], actual[i], tolerance, tolerance, $"{table.Name} {shape} pass {i}");
            }

            T[][] Run(KernelTable<T> table)
            {
                using Guarded<T> y = new(shape.Outputs.Length), at = new(shape.Outputs.Length), dx = Variants<T>.Copy(x.Span);
                table.WindowMaximum(shape, x.Span, y.Span);
                table.WindowMaximumBackward(shape, x.Span, y.Span, dy.Span, dx.Span);
                table.WindowAtMaximum(shape, x.Span, y.Span, other.Span, at.Span);
                List<T[]> all = [y.Span.ToArray(), dx.Span.ToArray(), at.Span.ToArray()];
                foreach (bool mean in new[] { false, true })
                {
                    table.WindowSum(shape, mean, x.Span, y.Span);
                    table.WindowSpread(shape, mean, dy.Span, dx.Span);
                    all.AddRange(y.Span.ToArray(), dx.Span.ToArray());
                }

                return [.. all];
            }
        }
    }

    private static void CheckGroups<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((int examples, int positions, int channels, int groups) in Groups)
        {
            int length = examples * positions * channels;
            double tolerance = Variants<T>.Unit * (200 + (8 * positions));
            using Guarded<T> x = Variants<T>.Normal(1, length, 1, 3), dy = Variants<T>.Normal(2, length), scale = Variants<T>.Normal(3, channels), shift = Variants<T>.Normal(4, channels);
            T[][] expected = Run(Variants<T>.Scalar);
            foreach (KernelTable<T> table in Variants<T>.Vector)
            {
                T[][] actual = Run(table);
                for (int i = 0; i < expected.Length; i++)
                    Variants<T>.Close(expected[i], actual[i], tolerance, tolerance, $"{table.Name} {examples} x {positions} x {channels} in {groups}, result {i}");
            }

            T[][] Run(KernelTable<T> table)
            {
                using Guarded<T> y = new(length), mean = new(examples * groups), inverse = new(examples * groups), dx = new(length), ds = new(examples * channels), dt = new(examples * channels);
                table.GroupNormForward(examples, positions, channels, groups, x.Span, scale.Span, shift.Span, 1e-3, y.Span, mean.Span, inverse.Span);
                table.GroupNormBackward(examples, positions, channels, groups, x.Span, dy.Span, scale.Span, mean.Span, inverse.Span, dx.Span, ds.Span, dt.Span);
                return [y.Span.ToArray(), mean.Span.ToArray(), inverse.Span.ToArray(), dx.Span.ToArray(), ds.Span.ToArray(), dt.Span.ToArray()];
            }
        }
    }
}
