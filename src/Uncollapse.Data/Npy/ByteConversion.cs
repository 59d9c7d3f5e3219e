using System.Numerics;

namespace Uncollapse.Data.Npy;

/// <summary>Bytes to floats at the width of the machine's vectors: the hot conversion of every image batch.</summary>
internal static class ByteConversion
{
    /// <summary><c>destination[i] = source[i]</c>.</summary>
    public static void ToSingle(ReadOnlySpan<byte> source, Span<float> destination)
    {
        destination = destination[..source.Length];
        int step = Vector<byte>.Count;
        int quarter = Vector<float>.Count;
        int i = 0;
        for (; i <= source.Length - step; i += step)
        {
            Vector.Widen(new Vector<byte>(source[i..]), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> a, out Vector<uint> b);
            Vector.Widen(high, out Vector<uint> c, out Vector<uint> d);
            Span<float> target = destination.Slice(i, step);
            // Through int: values below 256 are the same, and the signed conversion is one instruction everywhere.
            Vector.ConvertToSingle(Vector.AsVectorInt32(a)).CopyTo(target);
            Vector.ConvertToSingle(Vector.AsVectorInt32(b)).CopyTo(target[quarter..]);
            Vector.ConvertToSingle(Vector.AsVectorInt32(c)).CopyTo(target[(2 * quarter)..]);
            Vector.ConvertToSingle(Vector.AsVectorInt32(d)).CopyTo(target[(3 * quarter)..]);
        }
        for (; i < source.Length; i++)
            destination[i] = source[i];
    }
}
