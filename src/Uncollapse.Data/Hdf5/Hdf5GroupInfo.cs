using System.Runtime.InteropServices;

namespace Uncollapse.Data.Hdf5;

/// <summary>What libhdf5 says of a group (H5G_info_t).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Hdf5GroupInfo
{
    /// <summary>How its links are stored.</summary>
    public int Storage;

    /// <summary>How many there are.</summary>
    public ulong Links;

    /// <summary>The largest creation order.</summary>
    public long LargestOrder;

    /// <summary>Whether another file is mounted on it.</summary>
    public byte IsMounted;
}
