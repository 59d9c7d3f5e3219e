using System.Numerics;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>Sparse products: every width against the twin, against dense products, the fused step against its parts, and threads.</summary>
public sealed class SparseTests
{
    private static readonly (int Rows, int Columns, int Conditions, int Outputs)[] _sizes =
        [(1, 1, 0, 1), (3, 65, 2, 5), (7, 200, 0, 128), (5, 130, 62, 33), (9, 64, 1, 300), (2, 50, 3, 0), (0, 4, 1, 3), (4, 0, 3, 2)];

    [Fact]
    public void WidthsMatchTheTwin()
    {
        Match<float>(2e-5);
        Match<double>(1e-12);
    }

    [Fact]
    public void ElementsAreThoseThatAreNotZeroInOrder()
    {
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            using var rows = new SparseRows<float>();
            table.Compress(2, 5, [0, 3, 0, 0, 1, 0, 0, 0, 0, 0], 2, [0, -4, 2, 0], rows);
            Assert.Equal([1, 4, 6, 5], rows.Indices.ToArray());
            float[] expected = [MathF.Log(4), MathF.Log(2), -4, 2];
            Assert.Equal(expected.Length, rows.Values.Length);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], rows.Values[i], 1e-6f);
        }
    }

    [Fact]
    public void TheProductsAreTheDenseOnes()
    {
        using var sparse = new Some<double>(KernelTable<double>.Current, 6, 150, 4, 20);
        double[] dense = new double[6 * 154], y = new double[6 * 20], dw = new double[154 * 20];
        for (int row = 0; row < 6; row++)
        {
            for (int c = 0; c < 150; c++) dense[(row * 154) + c] = Math.Log(1 + sparse.Counts.Span[(row * 150) + c]);
            for (int c = 0; c < 4; c++) dense[(row * 154) + 150 + c] = sparse.Condition.Span[(row * 4) + c];
        }
        KernelTable<double> table = Variants<double>.Scalar;
        table.LinearForward(6, 154, 20, dense, sparse.Weights.Span, sparse.Bias.Span, Activation.Identity, y, default);
        table.LinearBackwardWeights(6, 154, 20, dense, sparse.Gradient.Span, dw, default, false);
        Variants<double>.Close(y, sparse.Forward(), 1e-12, 1e-12, "forward");
        Variants<double>.Close(dw, sparse.Backward(false), 1e-12, 1e-12, "backward");
    }

    [Fact]
    public void TheFusedStepHasTheBitsOfItsParts()
    {
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            foreach ((int rows, int columns, int conditions, int outputs) in _sizes)
            {
                using var one = new Some<float>(table, rows, columns, conditions, outputs);
                var settings = new AdamSettings(0.01, 0.9, 0.999, 0.01, 1e-3, false) { Step = 3 };
                int length = (columns + conditions) * outputs;
                float[] gradient = one.Backward(false), weights = one.Weights.Span.ToArray(), first = one.Moments.Span.ToArray(), second = [.. first.Select(m => m * m)];
                float[] fused = [.. weights], fusedFirst = [.. first], fusedSecond = [.. second];
                table.AdamStep(settings, columns + conditions, outputs, weights, gradient, first, second);
                Assert.True(table.SparseBackwardAdam(settings, one.Rows, outputs, one.Gradient.Span, fused, fusedFirst, fusedSecond));
                Assert.Equal(length, fused.Length);
                Assert.Equal(weights, fused);
                Assert.Equal(first, fusedFirst);
                Assert.Equal(second, fusedSecond);
            }
        }
    }

    [Fact]
    public void AGradientThatIsNotFiniteIsSaid()
    {
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            using var one = new Some<float>(table, 3, 80, 0, 7);
            one.Gradient.Span[0] = float.NaN;
            Assert.False(table.SparseBackwardAdam(new AdamSettings(0.01, 0.9, 0.999, 0.01, 0, false) { Step = 1 }, one.Rows, 7, one.Gradient.Span, one.Weights.Span, one.Moments.Span, new float[560]));
        }
    }

    [Fact]
    public void TheNumberOfThreadsChangesNothing()
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            float[][] one = Results<float>(KernelTable<float>.Current, 40, 3000, 2, 128);
            Workers.Count = 3;
            Assert.Equal(one, Results<float>(KernelTable<float>.Current, 40, 3000, 2, 128));
        }
        finally
        {
            Workers.Count = before;
        }
    }

    private static void Match<T>(double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (KernelTable<T> table in Variants<T>.Vector.Where(Variants<T>.Fast))
        {
            foreach ((int rows, int columns, int conditions, int outputs) in _sizes)
            {
                T[][] expected = Results<T>(Variants<T>.Scalar, rows, columns, conditions, outputs), actual = Results<T>(table, rows, columns, conditions, outputs);
                for (int i = 0; i < expected.Length; i++)
                    Variants<T>.Close(expected[i], actual[i], tolerance, tolerance, $"{table.Name} {rows}x{columns}+{conditions}x{outputs}, result {i}");
            }
        }
    }

    private static T[][] Results<T>(KernelTable<T> table, int rows, int columns, int conditions, int outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var some = new Some<T>(table, rows, columns, conditions, outputs);
        return [some.Rows.Values.ToArray(), some.Forward(), some.Backward(false), some.Backward(true)];
    }

    /// <summary>Counts, a tenth of them above 0, a condition, and what they are multiplied with.</summary>
    private sealed class Some<T> : IDisposable
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly KernelTable<T> _table;
        private readonly int _outputs;

        public Some(KernelTable<T> table, int rows, int columns, int conditions, int outputs)
        {
            _table = table;
            _outputs = outputs;
            int inputs = columns + conditions;
            Counts = Variants<T>.Normal(1, rows * columns, 4, -5);
            foreach (ref T x in Counts.Span) x = T.Max(T.Zero, T.Truncate(x));
            Condition = Variants<T>.Normal(2, rows * conditions);
            for (int i = 0; i < Condition.Span.Length; i += 2) Condition.Span[i] = T.Zero;
            (Weights, Moments) = (Variants<T>.Normal(3, inputs * outputs), Variants<T>.Normal(4, inputs * outputs, 0.1));
            (Bias, Gradient) = (Variants<T>.Normal(5, outputs), Variants<T>.Normal(6, rows * outputs));
            table.Compress(rows, columns, Counts.Span, conditions, Condition.Span, Rows);
        }

        public Guarded<T> Counts { get; }

        public Guarded<T> Condition { get; }

        public Guarded<T> Weights { get; }

        public Guarded<T> Moments { get; }

        public Guarded<T> Bias { get; }

        public Guarded<T> Gradient { get; }

        public SparseRows<T> Rows { get; } = new();

        public T[] Forward()
        {
            using var y = new Guarded<T>(Rows.Rows * _outputs);
            _table.SparseForward(Rows, _outputs, Weights.Span, Bias.Span, y.Span);
            return y.Span.ToArray();
        }

        public T[] Backward(bool accumulate)
        {
            using Guarded<T> dw = Variants<T>.Copy(Moments.Span);
            _table.SparseBackwardWeights(Rows, _outputs, Gradient.Span, dw.Span, accumulate);
            return dw.Span.ToArray();
        }

        public void Dispose()
        {
            foreach (Guarded<T> buffer in new[] { Counts, Condition, Weights, Moments, Bias, Gradient }) buffer.Dispose();
            Rows.Dispose();
        }
    }
}
