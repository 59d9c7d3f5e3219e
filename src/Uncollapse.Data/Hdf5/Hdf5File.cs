using Uncollapse.Data.Input;

namespace Uncollapse.Data.Hdf5;

/// <summary>An HDF5 file, read through the system's libhdf5.</summary>
internal sealed class Hdf5File : IDisposable
{
    private readonly Hdf5Handle handle;

    private Hdf5File(string path, long length, Hdf5Handle handle)
    {
        Path = path;
        Length = length;
        this.handle = handle;
        Root = new Hdf5Group(this, "", Hdf5Handle.Object(Hdf5Native.H5Oopen(handle.Id, "/", 0)));
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>Its bytes.</summary>
    public long Length { get; }

    /// <summary>The outermost group.</summary>
    public Hdf5Group Root { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="forWriting">Whether it is to be changed.</param>
    /// <exception cref="DataFormatException">libhdf5 is not there, or the file is no sound HDF5.</exception>
    public static Hdf5File Open(string path, bool forWriting = false)
    {
        Hdf5Library.Require(path);
        long length;
        using (FileStream stream = InputFile.OpenStream(path))
            length = stream.Length;
        lock (Hdf5Library.Gate)
        {
            var opened = Hdf5Handle.File(Hdf5Native.H5Fopen(path, forWriting ? 1u : 0u, 0));
            if (opened.IsInvalid)
                throw new DataFormatException(path, "", "a sound HDF5 file", "one that libhdf5 refuses", "It is damaged, cut short, or open for writing elsewhere (HDF5_USE_FILE_LOCKING=FALSE reads it all the same)");
            var file = new Hdf5File(path, length, opened);
            if (file.Root.Id >= 0)
                return file;
            file.Dispose();
            throw new DataFormatException(path, "", "a sound HDF5 file", "one without a root group", "It is damaged");
        }
    }

    /// <summary>Writes what was changed to the disk.</summary>
    public bool Flush()
    {
        lock (Hdf5Library.Gate)
            return Hdf5Native.H5Fflush(handle.Id, 1) >= 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Root.Dispose();
        handle.Dispose();
    }
}
