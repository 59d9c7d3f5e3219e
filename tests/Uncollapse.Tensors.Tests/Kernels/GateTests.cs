using System.Numerics;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>The gated unit: vectors against the twin, and the twin against the formula's derivative by its own values.</summary>
public sealed class GateTests
{
    private static readonly (int Examples, int Pixels, int Features)[] Shapes = [(1, 1, 1), (2, 3, 5), (3, 4, 16), (2, 5, 33), (4, 130, 32), (0, 3, 4), (3, 0, 4)];

    [Fact]
    public void SinglePrecisionMatchesTheTwin() => Match<float>(2e-6);

    [Fact]
    public void DoubleMatchesTheTwin() => Match<double>(1e-14);

    [Fact]
    public void ExtremeGatesSaturate()
    {
        float[] x = [-1e30f, 1e30f, 0, 1e30f, -100, -100, 20, -1e30f], y = new float[4], gradient = new float[8];
        float[] ones = [1, 1, 1, 1];
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            table.GatedActivationForward(1, 4, 1, x, [], [], y);
            Assert.Equal([-1, 0, 0, 0], y.Select(v => MathF.Round(v, 6)));
            table.GatedActivationBackward(1, 4, 1, x, [], [], ones, gradient);
            Assert.All(gradient, g => Assert.True(float.IsFinite(g)));
        }
    }

    [Fact]
    public void SpansThatDoNotFitAreRefused()
    {
        var table = Variants<float>.Scalar;
        Assert.Throws<ShapeException>(() => table.GatedActivationForward(2, 3, 4, new float[47], [], [], new float[24]));
        Assert.Throws<ShapeException>(() => table.GatedActivationForward(2, 3, 4, new float[48], new float[47], [], new float[24]));
        Assert.Throws<ShapeException>(() => table.GatedActivationForward(2, 3, 4, new float[48], [], new float[15], new float[24]));
        Assert.Throws<ShapeException>(() => table.GatedActivationForward(2, 3, 4, new float[48], [], [], new float[23]));
        Assert.Throws<ShapeException>(() => table.GatedActivationBackward(2, 3, 4, new float[48], [], [], new float[24], new float[47]));
        Assert.Throws<ShapeException>(() => table.GatedActivationTangent(2, 3, 4, new float[48], [], [], new float[47], new float[24]));
    }

    private static void Match<T>(double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (examples, pixels, features) in Shapes)
        {
            int rows = examples * pixels;
            using Guarded<T> x = Variants<T>.Normal(1, rows * 2 * features, 2), s = Variants<T>.Normal(2, rows * 2 * features), c = Variants<T>.Normal(3, examples * 2 * features);
            using Guarded<T> dy = Variants<T>.Normal(4, rows * features), direction = Variants<T>.Normal(5, rows * 2 * features);
            for (int mask = 0; mask < 4; mask++)
            {
                Span<T> summand = (mask & 1) == 0 ? [] : s.Span, code = (mask & 2) == 0 ? [] : c.Span;
                T[] value = new T[rows * features], gradient = new T[rows * 2 * features], tangent = new T[rows * features];
                Variants<T>.Scalar.GatedActivationForward(examples, pixels, features, x.Span, summand, code, value);
                Variants<T>.Scalar.GatedActivationBackward(examples, pixels, features, x.Span, summand, code, dy.Span, gradient);
                Variants<T>.Scalar.GatedActivationTangent(examples, pixels, features, x.Span, summand, code, direction.Span, tangent);
                foreach (KernelTable<T> table in Variants<T>.Vector)
                {
                    using Guarded<T> y = new(value.Length), da = new(gradient.Length), ty = new(tangent.Length);
                    table.GatedActivationForward(examples, pixels, features, x.Span, summand, code, y.Span);
                    table.GatedActivationBackward(examples, pixels, features, x.Span, summand, code, dy.Span, da.Span);
                    table.GatedActivationTangent(examples, pixels, features, x.Span, summand, code, direction.Span, ty.Span);
                    string what = $"{table} {examples} x {pixels} x {features}, mask {mask}";
                    Variants<T>.Close(value, y.Span, tolerance, tolerance, what + ", value");
                    Variants<T>.Close(gradient, da.Span, tolerance, tolerance * 4, what + ", gradient");
                    Variants<T>.Close(tangent, ty.Span, tolerance, tolerance * 4, what + ", tangent");
                }
            }
        }
    }
}
