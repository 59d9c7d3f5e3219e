using System.Runtime.InteropServices;

namespace Uncollapse.Data.Hdf5;

/// <summary>Where libhdf5 puts strings of variable length: memory that is counted, so that a small file cannot name the same long string a million times.</summary>
internal static unsafe class StringMemory
{
    /// <summary>Transfer properties that take memory from a budget.</summary>
    /// <param name="budget">Bytes left; lives until the strings are read and freed.</param>
    public static Hdf5Handle Transfer(long* budget)
    {
        var properties = Hdf5Handle.Properties(Hdf5Native.H5Pcreate(Hdf5Library.TransferClass));
        if (!properties.IsInvalid)
            _ = Hdf5Native.H5Pset_vlen_mem_manager(properties.Id, &Take, budget, &Release, budget);
        return properties;
    }

    /// <summary>Frees what was read.</summary>
    public static void Free(ReadOnlySpan<nint> strings)
    {
        foreach (nint text in strings)
            NativeMemory.Free((void*)text);
    }

    [UnmanagedCallersOnly]
    private static void* Take(nuint size, void* budget)
    {
        long* left = (long*)budget;
        if (size > (nuint)Math.Max(0, *left))
        {
            *left = -1;
            return null;
        }
        *left -= (long)size;
        // Cleared: what the library does not fill must not be read as a string.
        return NativeMemory.AllocZeroed(size + 1);
    }

    [UnmanagedCallersOnly]
    private static void Release(void* memory, void* budget) => NativeMemory.Free(memory);
}
