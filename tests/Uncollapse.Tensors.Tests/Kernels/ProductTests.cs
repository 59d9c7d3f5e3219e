using System.Numerics;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Tests.Kernels;

public sealed class ProductTests
{
    private static readonly (int M, int N, int K)[] Shapes =
    [
        (0, 3, 4), (3, 0, 4), (3, 4, 0), (1, 1, 1), (1, 5, 3), (5, 1, 3), (2, 2, 1), (7, 9, 5), (14, 32, 16), (13, 31, 17), (15, 33, 64), (29, 65, 7),
        (1, 100, 50), (100, 1, 50), (50, 20, 33), (64, 40, 128), (3, 17, 1030), (41, 48, 513), (128, 20, 40), (17, 96, 600), (27, 5, 700), (2, 130, 3),
        // Few columns and a long sum: lanes along the sum, with every rest of rows, columns and lanes.
        (9, 20, 400), (130, 1, 256), (6, 7, 200), (5, 4, 193), (4, 18, 192), (7, 23, 301), (3, 36, 208),
    ];

    [Fact]
    public void SinglePrecisionMatchesTheTwin() => CheckAll<float>();

    [Fact]
    public void DoublePrecisionMatchesTheTwin() => CheckAll<double>();

    [Theory]
    [InlineData(ProductKind.Plain)]
    [InlineData(ProductKind.RightTransposed)]
    [InlineData(ProductKind.LeftTransposed)]
    public void StridesAreKeptAndGapsUntouched(ProductKind kind)
    {
        foreach (KernelTable<float> table in Variants<float>.Vector)
        {
            foreach ((int m, int n, int k) in new[] { (9, 21, 30), (30, 40, 9), (16, 32, 32), (5, 3, 2), (11, 9, 200) })
            {
                (int rowsA, int columnsA) = kind == ProductKind.LeftTransposed ? (k, m) : (m, k);
                (int rowsB, int columnsB) = kind == ProductKind.RightTransposed ? (n, k) : (k, n);
                int strideA = columnsA + 3, strideB = columnsB + 5, strideC = n + 7;
                using Guarded<float> a = Variants<float>.Normal(1, ((rowsA - 1) * strideA) + columnsA);
                using Guarded<float> b = Variants<float>.Normal(2, ((rowsB - 1) * strideB) + columnsB);
                using Guarded<float> expected = Variants<float>.Normal(3, ((m - 1) * strideC) + n);
                using Guarded<float> actual = Variants<float>.Copy(expected.Span), before = Variants<float>.Copy(expected.Span);
                Variants<float>.Scalar.Multiply(kind, m, n, k, a.Span, strideA, b.Span, strideB, expected.Span, strideC, accumulate: true);
                table.Multiply(kind, m, n, k, a.Span, strideA, b.Span, strideB, actual.Span, strideC, accumulate: true);
                Variants<float>.Close(expected.Span, actual.Span, 1e-5, 1e-5, $"{table.Name} {kind} {m}x{n}x{k}");
                for (int i = 0; i < actual.Span.Length; i++)
                {
                    if (i % strideC >= n) Assert.Equal(before.Span[i], actual.Span[i]);
                }
            }
        }
    }

    [Theory]
    [InlineData(ProductKind.Plain)]
    [InlineData(ProductKind.RightTransposed)]
    public void AFewColumnsAreTheSameBitsOnAnyNumberOfThreads(ProductKind kind)
    {
        const int M = 130, N = 20, K = 400;
        int before = Workers.Count;
        foreach (KernelTable<float> table in Variants<float>.Vector)
        {
            using Guarded<float> a = Variants<float>.Normal(1, M * K), b = Variants<float>.Normal(2, K * N);
            using Guarded<float> one = Variants<float>.Normal(3, M * N), several = Variants<float>.Copy(one.Span);
            try
            {
                Workers.Count = 1;
                table.Multiply(kind, M, N, K, a.Span, b.Span, one.Span, accumulate: true);
                Workers.Count = 3;
                table.Multiply(kind, M, N, K, a.Span, b.Span, several.Span, accumulate: true);
            }
            finally
            {
                Workers.Count = before;
            }

            Assert.Equal(one.Span.ToArray(), several.Span.ToArray());
        }
    }

    [Fact]
    public void TooShortAnOperandIsRefused()
    {
        KernelTable<float> table = KernelTable<float>.Current;
        float[] four = new float[4], three = new float[3];
        Assert.Throws<ShapeException>(() => table.Multiply(ProductKind.Plain, 2, 2, 2, four, three, four));
        Assert.Throws<ShapeException>(() => table.Multiply(ProductKind.Plain, 2, 2, 2, four, four, three));
        Assert.Throws<ShapeException>(() => table.Multiply(ProductKind.Plain, -1, 2, 2, four, four, four));
        Assert.Throws<ShapeException>(() => table.Multiply(ProductKind.Plain, 2, 2, 2, four, 1, four, 2, four, 2, accumulate: false));
        Assert.Throws<ShapeException>(() => table.Multiply(ProductKind.Plain, int.MaxValue, int.MaxValue, 2, four, four, four));
    }

    private static void CheckAll<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (KernelTable<T> table in Variants<T>.Vector)
        {
            foreach (ProductKind kind in Enum.GetValues<ProductKind>())
            {
                foreach ((int m, int n, int k) in Shapes)
                {
                    using Guarded<T> a = Variants<T>.Normal(1, m * k), b = Variants<T>.Normal(2, k * n);
                    foreach (bool accumulate in new[] { false, true })
                    {
                        using Guarded<T> expected = Variants<T>.Normal(3, m * n);
                        using Guarded<T> actual = Variants<T>.Copy(expected.Span);
                        Variants<T>.Scalar.Multiply(kind, m, n, k, a.Span, b.Span, expected.Span, accumulate);
                        table.Multiply(kind, m, n, k, a.Span, b.Span, actual.Span, accumulate);
                        // A sum of k products of unit normals, in any order: its rounding error is some units times the root of k, times k at worst.
                        Variants<T>.Close(
                            expected.Span, actual.Span, 8 * Variants<T>.Unit, 8 * Variants<T>.Unit * Math.Pow(k + 4, 0.9), $"{table.Name} {kind} {m}x{n}x{k} {accumulate}");
                    }
                }
            }
        }
    }
}
