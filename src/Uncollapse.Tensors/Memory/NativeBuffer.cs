using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Uncollapse.Tensors.Memory;

/// <summary>Zeroed native memory, aligned to a cache line (64 bytes) and padded by at least 256 readable bytes.</summary>
/// <remarks>Outside the garbage collector: nothing moves, so pointers stay valid until <see cref="Dispose"/>.</remarks>
/// <typeparam name="T">The element type.</typeparam>
public sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const nuint Alignment = 64;
    private const nuint Padding = 256;
    private readonly long _pressure;
    private T* _pointer;

    /// <summary>Allocates <paramref name="length"/> zeroed elements.</summary>
    /// <param name="length">The number of elements, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public NativeBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        nuint bytes = ((((nuint)length * (nuint)sizeof(T)) + Alignment - 1) & ~(Alignment - 1)) + Padding;
        _pointer = (T*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(_pointer, bytes);
        Length = length;
        _pressure = (long)bytes;
        GC.AddMemoryPressure(_pressure);
    }

#pragma warning disable MA0055 // The memory is outside the collector: an owner that forgets Dispose must not leak it.
    /// <summary>Frees memory whose owner forgot to.</summary>
    ~NativeBuffer() => Free();
#pragma warning restore MA0055

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The first element's address.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer is null, this);
            return _pointer;
        }
    }

    /// <summary>The elements.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public Span<T> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ObjectDisposedException.ThrowIf(_pointer is null, this);
            return new Span<T>(_pointer, Length);
        }
    }

    /// <summary>Frees the memory. Spans taken before must not be used any more.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_pointer is null) return;
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
        GC.RemoveMemoryPressure(_pressure);
    }
}
