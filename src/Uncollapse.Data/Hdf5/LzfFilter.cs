using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Uncollapse.Data.Hdf5;

/// <summary>
/// Registers LZF (filter 32000) with libhdf5, which does not have it: data sets that h5py packed so are then read like any other. It only
/// unpacks; nothing is written with it.
/// </summary>
internal static unsafe class LzfFilter
{
    private const int Identifier = 32000;
    private const int ClassVersion = 1;
    private const uint Reverse = 0x0100;

    // A chunk has less than 4 GiB; one that claims to be longer than this is refused, as none is in practice.
    private const uint LargestChunk = 1u << 30;

    private static readonly byte* Name = Text("lzf");

    /// <summary>Registers the filter, unless a plug-in has.</summary>
    public static void Register()
    {
        if (Hdf5Native.H5Zfilter_avail(Identifier) > 0)
            return;
        var description = new FilterClass
        {
            Version = ClassVersion,
            Identifier = Identifier,
            CanDecode = 1,
            Name = Name,
            Filter = &Unpack,
        };
        _ = Hdf5Native.H5Zregister(&description);
    }

    private static byte* Text(string text) => (byte*)Marshal.StringToCoTaskMemUTF8(text);

    /// <summary>Called by libhdf5, which no exception may reach. Returns 0 where the chunk cannot be unpacked.</summary>
    [UnmanagedCallersOnly]
    private static nuint Unpack(uint flags, nuint numbers, uint* values, nuint length, nuint* capacity, void** buffer)
    {
        if ((flags & Reverse) == 0 || length is 0 or > (nuint)LargestChunk)
            return 0;
        // The third number of the filter is the chunk's unpacked length; some writers leave it out.
        ulong most = Math.Min(LargestChunk, (ulong)length * Lzf.LargestExpansion);
        ulong size = numbers >= 3 && values[2] > 0 ? Math.Min(values[2], most) : Math.Min(4 * (ulong)length, most);
        while (true)
        {
            void* unpacked = Hdf5Native.H5allocate_memory((nuint)size, 0);
            if (unpacked is null)
                return 0;
            int done = Lzf.Unpack(new ReadOnlySpan<byte>(*buffer, (int)length), new Span<byte>(unpacked, (int)size));
            if (done > 0)
            {
                // What the library reads beyond it is zeros.
                Unsafe.InitBlockUnaligned((byte*)unpacked + done, 0, (uint)(size - (ulong)done));
                _ = Hdf5Native.H5free_memory(*buffer);
                *buffer = unpacked;
                *capacity = (nuint)size;
                return (nuint)done;
            }
            _ = Hdf5Native.H5free_memory(unpacked);
            if (done != Lzf.NoRoom || size >= most)
                return 0;
            size = Math.Min(2 * size, most);
        }
    }

    /// <summary>H5Z_class2_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FilterClass
    {
        public int Version;
        public int Identifier;
        public uint CanEncode;
        public uint CanDecode;
        public byte* Name;
        public nint CanApply;
        public nint SetLocal;
        public delegate* unmanaged<uint, nuint, uint*, nuint, nuint*, void**, nuint> Filter;
    }
}
