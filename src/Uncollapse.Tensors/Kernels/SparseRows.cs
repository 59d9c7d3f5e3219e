using System.Numerics;
using Uncollapse.Tensors.Memory;

namespace Uncollapse.Tensors.Kernels;

/// <summary>The elements of a matrix that are not 0, row by row: made by <see cref="KernelTable{T}.Compress"/>, read by the sparse products.</summary>
/// <remarks>Where each row's elements of each run of <see cref="BlockColumns"/> columns begin is kept, so that a product by columns reads no others. Memory only grows.</remarks>
/// <typeparam name="T">The element type.</typeparam>
public sealed unsafe class SparseRows<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Columns of a block.</summary>
    public const int BlockColumns = 64;

    private NativeBuffer<int>? _starts;
    private NativeBuffer<int>? _indices;
    private NativeBuffer<T>? _values;

    /// <summary>Rows of the matrix.</summary>
    public int Rows { get; private set; }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; private set; }

    /// <summary>Elements that are not 0.</summary>
    public int Count => Rows == 0 ? 0 : _starts!.Span[(Rows * (Blocks + 1)) - 1];

    /// <summary>The columns of the elements, row by row.</summary>
    public ReadOnlySpan<int> Indices => _indices is null ? default : _indices.Span[..Count];

    /// <summary>The elements, row by row.</summary>
    public ReadOnlySpan<T> Values => _values is null ? default : _values.Span[..Count];

    internal int Blocks => (Columns + BlockColumns - 1) / BlockColumns;

    /// <summary>[rows, blocks + 1]: where elements begin; a row's last is where the next row's first is.</summary>
    internal int* Starts => _starts!.Pointer;

    internal int* IndexPointer => _indices!.Pointer;

    internal T* ValuePointer => _values!.Pointer;

    /// <summary>Returns the native memory.</summary>
    public void Dispose()
    {
        _starts?.Dispose();
        _indices?.Dispose();
        _values?.Dispose();
    }

    /// <summary>Where a row's elements begin and end.</summary>
    internal (int From, int Until) Row(int row) => (Starts[(nint)row * (Blocks + 1)], Starts[((nint)row * (Blocks + 1)) + Blocks]);

    internal void Resize(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        long starts = (long)rows * (Blocks + 1);
        if (starts > Array.MaxLength) throw new ShapeException("compress", $"{rows} rows of {columns} columns are too many at once");
        if (_starts is not null && _starts.Length >= starts) return;
        _starts?.Dispose();
        _starts = new NativeBuffer<int>((int)starts);
    }

    /// <summary>Turns the blocks' counts into starts and makes room.</summary>
    internal void Place()
    {
        int blocks = Blocks, next = 0;
        int* starts = Starts;
        for (int row = 0; row < Rows; row++, starts += blocks + 1)
        {
            for (int block = 0; block < blocks; block++)
            {
                int count = starts[block];
                starts[block] = next;
                next = checked(next + count);
            }
            starts[blocks] = next;
        }
        if (_values is not null && _values.Length >= next) return;
        _indices?.Dispose();
        _values?.Dispose();
        // Batches differ in how full they are.
        int room = (int)Math.Min(Array.MaxLength, next + (long)(next / 4) + 16);
        _indices = new NativeBuffer<int>(room);
        _values = new NativeBuffer<T>(room);
    }
}
