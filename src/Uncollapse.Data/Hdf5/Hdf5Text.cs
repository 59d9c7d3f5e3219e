using System.Text;

namespace Uncollapse.Data.Hdf5;

/// <summary>Strings and extents as libhdf5 has them.</summary>
internal static unsafe class Hdf5Text
{
    private const int MostAxes = 32;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A string of fixed length without what pads it.</summary>
    public static string Trim(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Utf8.GetString(bytes[..(end < 0 ? bytes.Length : end)]).TrimEnd(' ');
    }

    /// <summary>The memory type of strings of variable length in the character set of a file's type.</summary>
    public static Hdf5Handle VariableType(long fileType)
    {
        var memory = Hdf5Handle.Type(Hdf5Native.H5Tcopy(Hdf5Library.StringType));
        if (!memory.IsInvalid)
        {
            _ = Hdf5Native.H5Tset_size(memory.Id, nuint.MaxValue);
            _ = Hdf5Native.H5Tset_cset(memory.Id, Math.Max(0, Hdf5Native.H5Tget_cset(fileType)));
        }
        return memory;
    }

    /// <summary>The lengths of a space's axes; null where it is none of simple ones.</summary>
    public static long[]? Lengths(long space)
    {
        int rank = Hdf5Native.H5Sget_simple_extent_ndims(space);
        if (rank is < 0 or > MostAxes)
            return null;
        ulong* lengths = stackalloc ulong[MostAxes];
        if (rank > 0 && Hdf5Native.H5Sget_simple_extent_dims(space, lengths, null) < 0)
            return null;
        long[] result = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            if (lengths[i] > long.MaxValue)
                return null;
            result[i] = (long)lengths[i];
        }
        return result;
    }
}
