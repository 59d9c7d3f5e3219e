using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Uncollapse.Data.Datasets;

/// <summary>Refuses values that are not finite: a single NaN in the data makes every loss of a run NaN.</summary>
internal static class Finite
{
    private const int ExponentBits = 0x7F800000;

    /// <summary>The first position that holds NaN or an infinity, or -1.</summary>
    public static int IndexOfOther(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(values);
        var exponent = new Vector<int>(ExponentBits);
        int i = 0;
        for (; i <= bits.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            if (Vector.EqualsAny(new Vector<int>(bits[i..]) & exponent, exponent))
                break;
        }
        for (; i < bits.Length; i++)
        {
            if ((bits[i] & ExponentBits) == ExponentBits)
                return i;
        }
        return -1;
    }

    /// <summary>Fails when a row holds NaN or an infinity.</summary>
    public static void Require(string path, long row, ReadOnlySpan<float> values)
    {
        int at = IndexOfOther(values);
        if (at < 0)
            return;
        throw new DataFormatException(
            path,
            string.Create(CultureInfo.InvariantCulture, $"example {row}, value {at}"),
            "a finite number (of float32 range)",
            values[at].ToString(CultureInfo.InvariantCulture),
            "Remove or fill such values first; counting is from 0");
    }
}
