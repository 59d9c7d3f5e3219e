using System.Numerics;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>Loops over matrices by columns that several operations share.</summary>
internal static class Columns
{
    /// <summary>Copies <paramref name="count"/> columns of every row from one matrix to another.</summary>
    public static void Copy<T>(
        ReadOnlySpan<T> source, int sourceColumns, int sourceStart, Span<T> destination, int columns, int start, int count)
    {
        int rows = columns == 0 ? 0 : destination.Length / columns;
        for (int row = 0; row < rows; row++)
            source.Slice((row * sourceColumns) + sourceStart, count).CopyTo(destination[((row * columns) + start)..]);
    }

    /// <summary>Adds <paramref name="count"/> columns of every row of one matrix to those of another.</summary>
    public static void Add<T>(
        ReadOnlySpan<T> source, int sourceColumns, int sourceStart, Span<T> destination, int columns, int start, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = columns == 0 ? 0 : destination.Length / columns;
        for (int row = 0; row < rows; row++)
        {
            var target = destination.Slice((row * columns) + start, count);
            KernelTable<T>.Current.Apply(BinaryFunction.Add, target, source.Slice((row * sourceColumns) + sourceStart, count), target);
        }
    }

    /// <summary>destination[n, j] = sum_k source[n K + k, j], K from the lengths.</summary>
    public static void SumRepeats<T>(ReadOnlySpan<T> source, Span<T> destination, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int repeats = rows == 0 || columns == 0 ? 1 : source.Length / (rows * columns);
        for (int row = 0; row < rows; row++)
        {
            KernelTable<T>.Current.ColumnSums(
                repeats, columns, source[(row * repeats * columns)..], destination.Slice(row * columns, columns));
        }
    }
}
