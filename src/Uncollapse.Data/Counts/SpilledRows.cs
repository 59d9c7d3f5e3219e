using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Counts;

/// <summary>Entries in a cache file, for matrices that do not fit in memory: pairs of a 4-byte column and a 4-byte value, read a row at a time.</summary>
internal sealed class SpilledRows : CompressedRows
{
    /// <summary>Bytes of an entry.</summary>
    public const int EntryBytes = 8;

    private readonly string path;
    private readonly SafeFileHandle file;

    public SpilledRows(string path, SafeFileHandle file, long[] starts, int width, MatrixLook look)
        : base(starts, width, look)
    {
        this.path = path;
        this.file = file;
    }

    public override bool IsStreamed => true;

    public override long MemoryBytes => 8L * (Count + 1);

    public override void Scatter(int row, Span<float> destination)
    {
        destination.Clear();
        int length = Length(row);
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(1, length * EntryBytes));
        try
        {
            foreach ((int column, float value) in Entries(rented, Start(row), length))
                destination[column] = value;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private protected override void Copy(long start, Span<int> columns, Span<float> values)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(1, columns.Length * EntryBytes));
        try
        {
            ReadOnlySpan<(int Column, float Value)> entries = Entries(rented, start, columns.Length);
            for (int i = 0; i < entries.Length; i++)
                (columns[i], values[i]) = entries[i];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    private ReadOnlySpan<(int Column, float Value)> Entries(byte[] buffer, long start, int length)
    {
        Span<byte> wanted = buffer.AsSpan(0, length * EntryBytes);
        try
        {
            for (int done = 0; done < wanted.Length;)
            {
                int number = RandomAccess.Read(file, wanted[done..], (start * EntryBytes) + done);
                if (number == 0)
                    throw new DataFormatException(path, "its cache file", string.Create(CultureInfo.InvariantCulture, $"{wanted.Length} bytes of a row"), "the end of the file", "Something cut the cache file while it was read");
                done += number;
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Refused(path, cause);
        }
        return MemoryMarshal.Cast<byte, (int, float)>(wanted);
    }
}
