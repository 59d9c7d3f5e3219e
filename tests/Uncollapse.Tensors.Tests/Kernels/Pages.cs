using System.Runtime.InteropServices;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>Linux' calls for memory in pages.</summary>
internal static unsafe partial class Pages
{
    [LibraryImport("libc", EntryPoint = "mmap")]
    internal static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    internal static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    internal static partial int Unmap(void* address, nuint length);
}
