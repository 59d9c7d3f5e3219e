using System.Runtime.InteropServices;

namespace Uncollapse.Data.Hdf5;

/// <summary>A group or data set of an open file. Links to other files, and links by name, are refused: a data file says what it holds by itself.</summary>
internal abstract class Hdf5Object : IDisposable
{
    private const int LongestAttribute = 1 << 16;
    private readonly Hdf5Handle handle;

    private protected Hdf5Object(Hdf5File file, string name, Hdf5Handle handle)
    {
        File = file;
        Name = name;
        this.handle = handle;
    }

    /// <summary>The file.</summary>
    public Hdf5File File { get; }

    /// <summary>The path in the file.</summary>
    public string Name { get; }

    /// <summary>Its identifier.</summary>
    internal long Id => handle.Id;

    /// <summary>An attribute that is a text; null where there is none, or it is something else.</summary>
    public unsafe string? TextAttribute(string name)
    {
        lock (Hdf5Library.Gate)
        {
            if (Hdf5Native.H5Aexists(Id, name) <= 0)
                return null;
            using var attribute = Hdf5Handle.Attribute(Hdf5Native.H5Aopen(Id, name, 0));
            if (attribute.IsInvalid)
                return null;
            using var type = Hdf5Handle.Type(Hdf5Native.H5Aget_type(attribute.Id));
            using var space = Hdf5Handle.Space(Hdf5Native.H5Aget_space(attribute.Id));
            if (type.IsInvalid || space.IsInvalid || Hdf5Native.H5Sget_simple_extent_ndims(space.Id) != 0 || Hdf5Native.H5Tget_class(type.Id) != Hdf5Class.String)
                return null;
            if (Hdf5Native.H5Tis_variable_str(type.Id) <= 0)
            {
                nuint size = Hdf5Native.H5Tget_size(type.Id);
                if (size is 0 or > LongestAttribute)
                    return null;
                byte[] fixedText = new byte[(int)size];
                fixed (byte* at = fixedText)
                    return Hdf5Native.H5Aread(attribute.Id, type.Id, at) < 0 ? null : Hdf5Text.Trim(fixedText);
            }
            nint text = 0;
            using var memory = Hdf5Text.VariableType(type.Id);
            if (memory.IsInvalid || Hdf5Native.H5Aread(attribute.Id, memory.Id, &text) < 0 || text == 0)
                return null;
            string read = Marshal.PtrToStringUTF8(text)!;
            // Attributes are read by the library's own memory.
            _ = Hdf5Native.H5free_memory((void*)text);
            return read.Length <= LongestAttribute ? read : null;
        }
    }

    /// <summary>An attribute that is one or more whole numbers; null where there is none, or it is something else.</summary>
    public unsafe long[]? IntegerAttribute(string name)
    {
        lock (Hdf5Library.Gate)
        {
            if (Hdf5Native.H5Aexists(Id, name) <= 0)
                return null;
            using var attribute = Hdf5Handle.Attribute(Hdf5Native.H5Aopen(Id, name, 0));
            if (attribute.IsInvalid)
                return null;
            using var type = Hdf5Handle.Type(Hdf5Native.H5Aget_type(attribute.Id));
            using var space = Hdf5Handle.Space(Hdf5Native.H5Aget_space(attribute.Id));
            if (type.IsInvalid || space.IsInvalid || Hdf5Native.H5Tget_class(type.Id) != Hdf5Class.Integer || Hdf5Text.Lengths(space.Id) is not { Length: <= 1 } lengths)
                return null;
            long number = lengths.Length == 0 ? 1 : lengths[0];
            if (number is < 1 or > 64)
                return null;
            long[] values = new long[number];
            fixed (long* at = values)
                return Hdf5Native.H5Aread(attribute.Id, Hdf5Library.NativeInt64, at) < 0 ? null : values;
        }
    }

    /// <inheritdoc/>
    public virtual void Dispose() => handle.Dispose();

    /// <summary>An error about this object.</summary>
    public DataFormatException Fail(string expected, string found, string hint = "") => new(File.Path, Name, expected, found, hint);
}
