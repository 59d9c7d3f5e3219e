using System.Runtime.InteropServices;

namespace Uncollapse.Data.Hdf5;

/// <summary>The little that is written to HDF5 files: a group, a matrix of floats, and the attributes by which AnnData knows them.</summary>
internal static unsafe class Hdf5Writer
{
    private const int Utf8 = 1;
    private const int Scalar = 0;

    /// <summary>Makes a group.</summary>
    /// <param name="parent">Where.</param>
    /// <param name="name">Its name.</param>
    /// <param name="isEncoded">Whether it says what it is, as AnnData's do since 0.8.</param>
    public static Hdf5Group CreateGroup(Hdf5Group parent, string name, bool isEncoded)
    {
        lock (Hdf5Library.Gate)
        {
            var made = Hdf5Handle.Object(Hdf5Native.H5Gcreate2(parent.Id, name, 0, 0, 0));
            if (made.IsInvalid)
                throw Failed(parent, name);
            if (isEncoded)
                Encode(parent, made.Id, "dict", "0.1.0");
            return new Hdf5Group(parent.File, parent.Name.Length == 0 ? name : $"{parent.Name}/{name}", made);
        }
    }

    /// <summary>Takes a member out of a group.</summary>
    public static void Delete(Hdf5Group parent, string name)
    {
        lock (Hdf5Library.Gate)
        {
            if (Hdf5Native.H5Ldelete(parent.Id, name, 0) < 0)
                throw Failed(parent, name);
        }
    }

    /// <summary>Makes a matrix, row after row.</summary>
    public static void WriteMatrix(Hdf5Group parent, string name, ReadOnlySpan<float> values, int rows, int columns, bool isEncoded)
    {
        lock (Hdf5Library.Gate)
        {
            ulong* lengths = stackalloc ulong[2];
            (lengths[0], lengths[1]) = ((ulong)rows, (ulong)columns);
            using var space = Hdf5Handle.Space(Hdf5Native.H5Screate_simple(2, lengths, null));
            using var made = Hdf5Handle.Object(space.IsInvalid ? -1 : Hdf5Native.H5Dcreate2(parent.Id, name, Hdf5Library.FileSingle, space.Id, 0, 0, 0));
            if (made.IsInvalid)
                throw Failed(parent, name);
            fixed (float* at = values)
            {
                if (values.Length > 0 && Hdf5Native.H5Dwrite(made.Id, Hdf5Library.NativeSingle, 0, 0, 0, at) < 0)
                    throw Failed(parent, name);
            }
            if (isEncoded)
                Encode(parent, made.Id, "array", "0.2.0");
        }
    }

    private static void Encode(Hdf5Group parent, long target, string type, string version)
    {
        Attribute(parent, target, "encoding-type", type);
        Attribute(parent, target, "encoding-version", version);
    }

    private static void Attribute(Hdf5Group parent, long target, string name, string value)
    {
        using var space = Hdf5Handle.Space(Hdf5Native.H5Screate(Scalar));
        using var text = Hdf5Handle.Type(Hdf5Native.H5Tcopy(Hdf5Library.StringType));
        _ = Hdf5Native.H5Tset_size(text.Id, nuint.MaxValue);
        _ = Hdf5Native.H5Tset_cset(text.Id, Utf8);
        using var attribute = Hdf5Handle.Attribute(Hdf5Native.H5Acreate2(target, name, text.Id, space.Id, 0, 0));
        nint bytes = Marshal.StringToCoTaskMemUTF8(value);
        try
        {
            if (attribute.IsInvalid || Hdf5Native.H5Awrite(attribute.Id, text.Id, &bytes) < 0)
                throw Failed(parent, name);
        }
        finally
        {
            Marshal.FreeCoTaskMem(bytes);
        }
    }

    private static DataFormatException Failed(Hdf5Group parent, string name) =>
        new(parent.File.Path, parent.Name.Length == 0 ? name : $"{parent.Name}/{name}", "a place that can be written", "an error of libhdf5", "Check the room on the disk");
}
