using System.Runtime.InteropServices;
using System.Text;

namespace Uncollapse.Data.Npy;

/// <summary>
/// An array in memory as the formats exchange it: elements in C order (last index fastest) and in this machine's byte order.
/// </summary>
public sealed class NpyArray
{
    private readonly byte[] bytes;

    /// <summary>Wraps elements that are already in C order and in this machine's byte order.</summary>
    /// <exception cref="ArgumentException">The bytes are not as many as kind and shape need.</exception>
    internal NpyArray(ElementKind kind, int elementSize, int[] shape, byte[] bytes)
    {
        Kind = kind;
        ElementSize = elementSize;
        Shape = shape;
        this.bytes = bytes;
        Count = elementSize == 0 ? 0 : bytes.Length / elementSize;
    }

    /// <summary>What one element is.</summary>
    public ElementKind Kind { get; }

    /// <summary>Bytes of one element.</summary>
    public int ElementSize { get; }

    /// <summary>Length of each dimension; empty for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count { get; }

    /// <summary>Whether the elements are numbers (booleans included).</summary>
    public bool IsNumeric => Elements.IsNumeric(Kind);

    /// <summary>The elements as they lie in memory.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Copies float32 values into an array of the given shape.</summary>
    public static NpyArray From(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        Create(ElementKind.Float32, 4, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Copies float64 values into an array of the given shape.</summary>
    public static NpyArray From(ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) =>
        Create(ElementKind.Float64, 8, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Copies 32-bit integers into an array of the given shape.</summary>
    public static NpyArray From(ReadOnlySpan<int> values, params ReadOnlySpan<int> shape) =>
        Create(ElementKind.Int32, 4, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Copies 64-bit integers into an array of the given shape.</summary>
    public static NpyArray From(ReadOnlySpan<long> values, params ReadOnlySpan<int> shape) =>
        Create(ElementKind.Int64, 8, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Copies bytes into an array of the given shape.</summary>
    public static NpyArray From(ReadOnlySpan<byte> values, params ReadOnlySpan<int> shape) =>
        Create(ElementKind.UInt8, 1, values, shape);

    /// <summary>The values as float32, rounded to nearest.</summary>
    /// <exception cref="InvalidOperationException">The elements are text.</exception>
    public float[] ToSingle()
    {
        RequireNumbers();
        float[] values = new float[Count];
        Elements.ToSingle(Kind, bytes, values);
        return values;
    }

    /// <summary>The values as float64.</summary>
    /// <exception cref="InvalidOperationException">The elements are text.</exception>
    public double[] ToDouble()
    {
        RequireNumbers();
        double[] values = new double[Count];
        Elements.ToDouble(Kind, bytes, values);
        return values;
    }

    /// <summary>The values as text, without the zero padding.</summary>
    /// <exception cref="InvalidOperationException">The elements are numbers.</exception>
    public string[] ToText()
    {
        if (IsNumeric)
            throw new InvalidOperationException("The array holds numbers, not text.");
        Encoding encoding = Kind == ElementKind.Utf32 ? Encoding.UTF32 : Encoding.Latin1;
        string[] values = new string[Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = encoding.GetString(bytes, i * ElementSize, ElementSize).TrimEnd('\0');
        return values;
    }

    /// <summary>The array with its last axis moved to the front (the transpose of a matrix).</summary>
    internal NpyArray LastAxisFirst()
    {
        if (Shape.Count < 2 || Count == 0)
            return this;
        int last = Shape[^1];
        int[] shape = [last, .. Shape.Take(Shape.Count - 1)];
        // Moving the last axis first is reading the matrix (rest x last) in Fortran order of its transpose (last x rest).
        return new NpyArray(Kind, ElementSize, shape, AxisOrder.FromFortran(bytes, ElementSize, [last, Count / last]));
    }

    private static NpyArray Create(ElementKind kind, int size, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int length in shape)
            count = checked(count * length);
        if (count * size != bytes.Length)
            throw new ArgumentException($"The shape ({string.Join(", ", shape.ToArray())}) has {count} elements, the values are {bytes.Length / size}.", nameof(shape));
        return new NpyArray(kind, size, shape.ToArray(), bytes.ToArray());
    }

    private void RequireNumbers()
    {
        if (!IsNumeric)
            throw new InvalidOperationException("The array holds text, not numbers.");
    }
}
