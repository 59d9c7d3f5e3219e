using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels;

/// <summary>
/// The engine's kernels for one element type: every loop over numbers in this program is here, in one variant a vector width.
/// </summary>
/// <remarks>
/// <para>Arrays are row-major. A method checks its spans' lengths, pins them, and calls the variant with bare pointers.
/// A destination may be exactly one of the sources; other overlaps are not allowed.</para>
/// <para>Results depend on the variant, never on the number of threads.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract unsafe partial class KernelTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected KernelTable(string name, int vectorBits)
    {
        Name = name;
        VectorBits = vectorBits;
    }

    /// <summary>
    /// The table in use: the widest the hardware has, or the one the environment variable UNCOLLAPSE_SIMD
    /// (512, 256, 128 or scalar) names.
    /// </summary>
    public static KernelTable<T> Current { get; } = KernelVariants.Choose<T>();

    /// <summary>The variant's name: "scalar", "vector128", "vector256" or "vector512".</summary>
    public string Name { get; }

    /// <summary>The width of its vectors in bits; 0 for the scalar twin.</summary>
    public int VectorBits { get; }

    private static void Require(int actual, long expected, [CallerMemberName] string operation = "", [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (actual < expected || expected < 0) Refuse(actual, expected, operation, what);
    }

    private static void RequireOptional(int actual, long expected, [CallerMemberName] string operation = "", [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (actual != 0 && actual < expected) Refuse(actual, expected, operation, what);
    }

    private static void Refuse(long actual, long expected, string operation, string what) =>
        throw new ShapeException(operation, $"{what} is {actual}, at least {expected} needed");

    /// <summary>The elements that a [rows, columns] block with rows <paramref name="stride"/> apart spans.</summary>
    private static long Extent(int rows, int columns, int stride, [CallerMemberName] string operation = "")
    {
        if (rows < 0 || columns < 0 || stride < columns)
            throw new ShapeException(operation, $"rows {rows}, columns {columns}, stride {stride} is no matrix");
        return rows == 0 || columns == 0 ? 0 : ((long)(rows - 1) * stride) + columns;
    }
}
