using System.Numerics;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Tests.Kernels;

public sealed class ReductionTests
{
    private static readonly (int Rows, int Columns)[] Shapes =
        [(0, 3), (3, 0), (1, 1), (1, 40), (40, 1), (2, 17), (5, 16), (9, 33), (130, 20), (129, 65), (3, 784), (1000, 7), (300, 257)];

    private delegate void Operation<T>(KernelTable<T> table, int rows, int columns, Span<T> x, Span<T> y, Span<T> first, Span<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    [Fact]
    public void MatricesMatchTheTwinInSinglePrecision() => Check<float>();

    [Fact]
    public void MatricesMatchTheTwinInDouble() => Check<double>();

    [Fact]
    public void WholeSumsMatchTheTwinAtEveryLength()
    {
        int[] lengths = [.. Enumerable.Range(0, 258), 4096, 16384, 16385, 100_003];
        foreach (KernelTable<float> table in Variants<float>.Vector.Where(Variants<float>.Fast))
        {
            foreach (int length in lengths)
            {
                using Guarded<float> x = Variants<float>.Normal(1, length, 1, 0.5), y = Variants<float>.Normal(2, length);
                double size = 1e-7 * (length + 1);
                Assert.Equal(Variants<float>.Scalar.Sum(x.Span), table.Sum(x.Span), size);
                Assert.Equal(Variants<float>.Scalar.Dot(x.Span, y.Span), table.Dot(x.Span, y.Span), size);
                Assert.True(table.AllFinite(x.Span));
            }
        }
    }

    [Fact]
    public void ASumOfManyEqualTermsKeepsItsDigits()
    {
        // A naive single-precision loop stops at 2^24 = 16.8 million times the term and is off by percents long before.
        float[] x = new float[5_000_000];
        Array.Fill(x, 0.1f);
        float[] column = new float[1];
        foreach (KernelTable<float> table in Variants<float>.Vector.Where(Variants<float>.Fast))
        {
            Assert.Equal(x.Length * (double)0.1f, table.Sum(x), x.Length * 3e-8);
            table.ColumnSums(x.Length, 1, x, column);
            Assert.Equal(x.Length * (double)0.1f, column[0], x.Length * 1e-7);
        }
    }

    [Fact]
    public void NothingInfiniteIsMissed()
    {
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            for (int at = 0; at < 70; at++)
            {
                float[] x = new float[70];
                x[at] = at % 3 == 0 ? float.NaN : at % 3 == 1 ? float.PositiveInfinity : float.NegativeInfinity;
                Assert.False(table.AllFinite(x));
                x[at] = float.MaxValue;
                Assert.True(table.AllFinite(x));
            }
            Assert.True(table.AllFinite([]));
            float[] matrix = new float[300 * 200];
            Assert.True(table.AllFinite(300, 200, matrix));
            foreach (int at in new[] { 0, 199, 12_345, 59_999 })
            {
                matrix[at] = float.NaN;
                Assert.False(table.AllFinite(300, 200, matrix));
                matrix[at] = 1;
            }
        }
    }

    [Fact]
    public void LogSumExpNeitherOverflowsNorLosesInfinities()
    {
        float infinity = float.PositiveInfinity;
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            float[] rows = new float[5], columns = new float[2];
            table.RowLogSumExp(5, 2, [1000, 1000, -1000, -1000, -infinity, -infinity, 3, infinity, -infinity, 2], rows);
            Variants<float>.Close([1000 + MathF.Log(2), -1000 + MathF.Log(2), -infinity, infinity, 2], rows, 1e-6, 0, table.Name);
            table.ColumnLogSumExp(3, 2, [1000, -infinity, 1000, -infinity, -infinity, 5], columns);
            Variants<float>.Close([1000 + MathF.Log(2), 5], columns, 1e-6, 0, table.Name);
            table.RowLogSumExp(1, 2, [1, float.NaN], rows.AsSpan(0, 1));
            Assert.True(float.IsNaN(rows[0]));
            table.RowLogSumExp(1, 0, [], rows.AsSpan(0, 1));
            Assert.Equal(-infinity, rows[0]);
        }
    }

    private static void Check<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((string name, Operation<T> operation) in Operations<T>())
        {
            foreach ((int rows, int columns) in Shapes)
            {
                int most = Math.Max(rows, columns);
                using Guarded<T> x = Variants<T>.Normal(1, rows * columns, 2, 0.3), y = Variants<T>.Normal(2, rows * columns);
                using Guarded<T> first = Variants<T>.Normal(3, most), second = Variants<T>.Normal(4, most);
                foreach (KernelTable<T> table in Variants<T>.Vector)
                {
                    using Guarded<T> first2 = Variants<T>.Copy(first.Span), second2 = Variants<T>.Copy(second.Span);
                    using Guarded<T> first1 = Variants<T>.Copy(first.Span), second1 = Variants<T>.Copy(second.Span);
                    operation(Variants<T>.Scalar, rows, columns, x.Span, y.Span, first1.Span, second1.Span);
                    operation(table, rows, columns, x.Span, y.Span, first2.Span, second2.Span);
                    double tolerance = Variants<T>.Unit * (32 + (24 * Math.Sqrt(most)));
                    Variants<T>.Close(first1.Span, first2.Span, tolerance, tolerance, $"{table.Name} {name} {rows}x{columns}");
                    Variants<T>.Close(second1.Span, second2.Span, tolerance, tolerance, $"{table.Name} {name} {rows}x{columns}, second");
                }
            }
        }
    }

    private static List<(string Name, Operation<T> Operation)> Operations<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        ("column sums", (t, r, c, x, _, a, b) => t.ColumnSums(r, c, x, a)),
        ("column sums added", (t, r, c, x, _, a, b) => t.ColumnSums(r, c, x, a, accumulate: true)),
        ("row sums", (t, r, c, x, _, a, b) => t.RowSums(r, c, x, a)),
        ("row sums added", (t, r, c, x, _, a, b) => t.RowSums(r, c, x, a, accumulate: true)),
        ("column dots", (t, r, c, x, y, a, b) => t.ColumnDots(r, c, x, y, a)),
        ("column dots added", (t, r, c, x, y, a, b) => t.ColumnDots(r, c, x, y, a, accumulate: true)),
        ("row dots", (t, r, c, x, y, a, b) => t.RowDots(r, c, x, y, a)),
        ("row dots added", (t, r, c, x, y, a, b) => t.RowDots(r, c, x, y, a, accumulate: true)),
        ("column moments", (t, r, c, x, _, a, b) => t.ColumnMoments(r, c, x, a, b)),
        ("row moments", (t, r, c, x, _, a, b) => t.RowMoments(r, c, x, a, b)),
        ("row log-sum-exp", (t, r, c, x, _, a, b) => t.RowLogSumExp(r, c, x, a)),
        ("column log-sum-exp", (t, r, c, x, _, a, b) => t.ColumnLogSumExp(r, c, x, a)),
    ];
}
