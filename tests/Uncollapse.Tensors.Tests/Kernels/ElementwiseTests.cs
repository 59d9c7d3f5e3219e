using System.Numerics;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Tests.Kernels;

public sealed class ElementwiseTests
{
    private const int Longest = 257;

    /// <summary>A function to run by any table on x and y, into z.</summary>
    private delegate void Operation<T>(KernelTable<T> table, Span<T> x, Span<T> y, Span<T> z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    [Fact]
    public void EveryLengthMatchesTheTwinInSinglePrecision() => EveryLength<float>(6);

    [Fact]
    public void EveryLengthMatchesTheTwinInDouble() => EveryLength<double>(12);

    [Fact]
    public void LongArraysMatchTheTwin()
    {
        foreach ((string name, Operation<float> operation) in Operations<float>())
        {
            foreach (KernelTable<float> table in Variants<float>.Vector.Where(Variants<float>.Fast)) Compare(table, name, operation, 50_001, 6);
        }
    }

    [Fact]
    public void SpecialValuesMatchTheTwin()
    {
        float[] special =
        [
            0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, 1e-30f, -1e-30f, float.Epsilon, 1f, -1f,
            88.5f, 88.8f, -86f, -104f, 1e-5f, -1e-5f, 1e10f, -1e10f, 16.5f, -16.5f, 0.5f, 100f, -100f, 2f, 3e38f, -20f, 20f, 1.5e-38f,
        ];
        foreach (KernelTable<float> table in Variants<float>.Vector)
        {
            foreach ((string name, Operation<float> operation) in Operations<float>())
            {
                // What is documented to be 0 instead of some 1e-38 must not be multiplied by 1e38.
                float[] y = [.. Enumerable.Reverse(special).Select(v => Math.Abs(v) is > 1e20f and < float.PositiveInfinity ? 7 : v)], expected = new float[special.Length], actual = new float[special.Length];
                operation(Variants<float>.Scalar, [.. special], [.. y], expected);
                operation(table, [.. special], [.. y], actual);
                for (int i = 0; i < special.Length; i++)
                {
                    // e^x below 2^-125.5 is documented to be 0, and e^x - 1 infinite from 88.38.
                    if (name == "ExpMinusOne" && special[i] is > 88.38f and < 88.73f) continue;
                    bool same = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= Math.Max(3e-38f, 4e-7 * Math.Abs(expected[i]));
                    Assert.True(same, $"{table.Name} {name}({special[i]}, {y[i]}): expected {expected[i]:R}, found {actual[i]:R}");
                }
            }
        }
    }

    [Fact]
    public void ADestinationMayBeASource()
    {
        foreach (KernelTable<float> table in Variants<float>.Vector)
        {
            using Guarded<float> x = Variants<float>.Normal(1, 100), z = new(100);
            table.Apply(UnaryFunction.Square, x.Span, z.Span);
            table.Apply(UnaryFunction.Square, x.Span, x.Span);
            Assert.True(z.Span.SequenceEqual(x.Span));
            table.Apply(BinaryFunction.Add, x.Span, x.Span, x.Span);
            table.Apply(BinaryFunction.Add, z.Span, z.Span, z.Span);
            Assert.True(z.Span.SequenceEqual(x.Span));
        }
    }

    [Fact]
    public void RowsAndColumnsAreRepeated()
    {
        foreach (KernelTable<float> table in Variants<float>.Vector)
        {
            foreach (BinaryFunction function in Enum.GetValues<BinaryFunction>())
            {
                foreach ((int rows, int columns) in new[] { (0, 3), (3, 0), (1, 1), (5, 17), (7, 64), (300, 100) })
                {
                    using Guarded<float> x = Variants<float>.Normal(1, rows * columns), row = Variants<float>.Normal(2, columns), column = Variants<float>.Normal(3, rows);
                    using Guarded<float> expected = new(rows * columns), actual = new(rows * columns);
                    Variants<float>.Scalar.ApplyRow(function, rows, columns, x.Span, row.Span, expected.Span);
                    table.ApplyRow(function, rows, columns, x.Span, row.Span, actual.Span);
                    Variants<float>.Close(expected.Span, actual.Span, 1e-7, 0, $"{table.Name} row {function} {rows}x{columns}");
                    Variants<float>.Scalar.ApplyColumn(function, rows, columns, x.Span, column.Span, expected.Span);
                    table.ApplyColumn(function, rows, columns, x.Span, column.Span, actual.Span);
                    Variants<float>.Close(expected.Span, actual.Span, 1e-7, 0, $"{table.Name} column {function} {rows}x{columns}");
                }
            }
        }
    }

    [Fact]
    public void RowsAreGathered()
    {
        int[] indices = [4, 0, 0, 3, 2];
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            foreach (int columns in new[] { 1, 7, 16, 40, 784 })
            {
                byte[] bytes = [.. Enumerable.Range(0, 5 * columns).Select(i => (byte)(i * 7))];
                using Guarded<float> source = Variants<float>.Normal(1, 5 * columns), to = new(5 * columns), fromBytes = new(5 * columns);
                using Guarded<byte> guarded = new(bytes.Length);
                bytes.CopyTo(guarded.Span);
                table.GatherRows(columns, source.Span, indices, to.Span);
                table.GatherRows(columns, guarded.Span, 1f / 255, indices, fromBytes.Span);
                for (int i = 0; i < to.Span.Length; i++)
                {
                    int from = (indices[i / columns] * columns) + (i % columns);
                    Assert.Equal(source.Span[from], to.Span[i]);
                    Assert.Equal(bytes[from] * (1f / 255), fromBytes.Span[i]);
                }
            }
            Assert.Throws<ShapeException>(() => table.GatherRows(2, new float[4], [2], new float[2]));
            Assert.Throws<ShapeException>(() => table.GatherRows(2, new float[4], [-1], new float[2]));
        }
        double[] wide = new double[40];
        foreach (KernelTable<double> table in KernelVariants.All<double>())
        {
            table.GatherRows(20, [.. Enumerable.Range(0, 60).Select(i => (byte)i)], 2.0, [2, 1], wide);
            Assert.Equal(Enumerable.Range(40, 20).Concat(Enumerable.Range(20, 20)).Select(i => 2.0 * i), wide);
        }
    }

    private static void EveryLength<T>(double units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Guarded<T> x = Variants<T>.Normal(1, Longest, 3), y = Variants<T>.Normal(2, Longest, 3), start = Variants<T>.Normal(3, Longest);
        using Guarded<T> expected = new(Longest), actual = new(Longest);
        foreach ((string name, Operation<T> operation) in Operations<T>())
        {
            start.Span.CopyTo(expected.Span);
            operation(Variants<T>.Scalar, x.Span, y.Span, expected.Span);
            foreach (KernelTable<T> table in Variants<T>.Vector)
            {
                // The last elements, before the guarded page: every length begins at another alignment.
                for (int from = 0; from <= Longest; from++)
                {
                    start.Span.CopyTo(actual.Span);
                    operation(table, x.Span[from..], y.Span[from..], actual.Span[from..]);
                    Assert.True(actual.Span[..from].SequenceEqual(start.Span[..from]));
                    Variants<T>.Close(expected.Span[from..], actual.Span[from..], units * Variants<T>.Unit, Absolute<T>(), $"{table.Name} {name} length {Longest - from}");
                }
            }
        }
    }

    private static void Compare<T>(KernelTable<T> table, string name, Operation<T> operation, int length, double units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Guarded<T> x = Variants<T>.Normal(1, length, 3), y = Variants<T>.Normal(2, length, 3), expected = Variants<T>.Normal(3, length);
        using Guarded<T> actual = Variants<T>.Copy(expected.Span);
        operation(Variants<T>.Scalar, x.Span, y.Span, expected.Span);
        operation(table, x.Span, y.Span, actual.Span);
        Variants<T>.Close(expected.Span, actual.Span, units * Variants<T>.Unit, Absolute<T>(), $"{table.Name} {name} length {length}");
    }

    /// <summary>Sums of terms of order 10 are right to some units of that.</summary>
    private static double Absolute<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => 40 * Variants<T>.Unit;

    private static List<(string Name, Operation<T> Operation)> Operations<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<(string, Operation<T>)> all = [];
        foreach (UnaryFunction f in Enum.GetValues<UnaryFunction>()) all.Add((f.ToString(), (t, x, _, z) => t.Apply(f, x, z)));
        foreach (BinaryFunction f in Enum.GetValues<BinaryFunction>()) all.Add((f.ToString(), (t, x, y, z) => t.Apply(f, x, y, z)));
        foreach (Activation f in Enum.GetValues<Activation>())
        {
            all.Add(($"{f} forward", (t, x, _, z) => t.ActivationForward(f, x, z)));
            all.Add(($"{f} backward", (t, x, y, z) => t.ActivationBackward(f, x, y, z)));
            all.Add(($"{f} backward added", (t, x, y, z) => t.ActivationBackward(f, x, y, z, accumulate: true)));
        }
        all.Add(("affine", (t, x, _, z) => t.Affine(T.CreateTruncating(1.5), x, T.CreateTruncating(-0.25), z)));
        all.Add(("affine added", (t, x, _, z) => t.Affine(T.CreateTruncating(1.5), x, T.CreateTruncating(-0.25), z, accumulate: true)));
        all.Add(("multiply-add", (t, x, y, z) => t.MultiplyAdd(x, y, z)));
        all.Add(("clamp", (t, x, _, z) => t.Clamp(x, T.CreateTruncating(-1), T.CreateTruncating(2), z)));
        return all;
    }
}
