using System.Runtime.InteropServices;

namespace Uncollapse.Data.Hdf5;

/// <summary>An identifier of libhdf5, closed once, under the lock.</summary>
internal sealed class Hdf5Handle : SafeHandle
{
    private readonly Func<long, int> close;

    private Hdf5Handle(long identifier, Func<long, int> close)
        : base(-1, ownsHandle: true)
    {
        this.close = close;
        SetHandle((nint)identifier);
    }

    public override bool IsInvalid => handle < 0;

    /// <summary>The identifier.</summary>
    public long Id => handle;

    /// <summary>A file.</summary>
    public static Hdf5Handle File(long identifier) => new(identifier, Hdf5Native.H5Fclose);

    /// <summary>A group or data set.</summary>
    public static Hdf5Handle Object(long identifier) => new(identifier, Hdf5Native.H5Oclose);

    /// <summary>A data space.</summary>
    public static Hdf5Handle Space(long identifier) => new(identifier, Hdf5Native.H5Sclose);

    /// <summary>A type.</summary>
    public static Hdf5Handle Type(long identifier) => new(identifier, Hdf5Native.H5Tclose);

    /// <summary>An attribute.</summary>
    public static Hdf5Handle Attribute(long identifier) => new(identifier, Hdf5Native.H5Aclose);

    /// <summary>A property list.</summary>
    public static Hdf5Handle Properties(long identifier) => new(identifier, Hdf5Native.H5Pclose);

    protected override bool ReleaseHandle()
    {
        lock (Hdf5Library.Gate)
            return close(handle) >= 0;
    }
}
