using System.Runtime.InteropServices;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>An array that ends where a page ends, with a page behind it (on Linux) that may be neither read nor written.</summary>
internal sealed unsafe class Guarded<T> : IDisposable
    where T : unmanaged
{
    private readonly nuint _bytes;
    private readonly byte* _memory;
    private readonly int _length;
    private readonly int _offset;

    internal Guarded(int length)
    {
        _length = length;
        nuint page = (nuint)Environment.SystemPageSize, needed = (nuint)length * (nuint)sizeof(T);
        nuint body = (needed + page - 1) / page * page;
        _bytes = body + page;
        if (!OperatingSystem.IsLinux())
        {
            _memory = (byte*)NativeMemory.AllocZeroed(_bytes);
            return;
        }
        _memory = (byte*)Pages.Map(null, _bytes, 3, 0x22, -1, 0);
        if (_memory == (byte*)-1 || Pages.Protect(_memory + body, page, 0) != 0) throw new InvalidOperationException("no guarded memory");
        _offset = (int)(body - needed);
    }

    internal Span<T> Span => new(_memory + _offset, _length);

    public void Dispose()
    {
        if (OperatingSystem.IsLinux()) _ = Pages.Unmap(_memory, _bytes);
        else NativeMemory.Free(_memory);
    }
}
