using System.Buffers;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Uncollapse.Data.Input;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Datasets;

/// <summary>
/// Rows of a fixed size in an uncompressed file, read when asked for: the file may be larger than memory. Positioned reads, not a
/// memory map, because a file that shrinks under a map kills the process where a read reports it.
/// </summary>
internal sealed class FileDataset : DenseDataset
{
    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly RowFormat format;

    public FileDataset(string name, DataProvenance provenance, IReadOnlyList<LabelColumn> labels, ExampleShape shape, ValueKind kind, string path, SafeFileHandle file, RowFormat format, int count)
        : base(name, provenance, labels, shape, kind)
    {
        this.path = path;
        this.file = file;
        this.format = format;
        Count = count;
    }

    public override int Count { get; }

    public override bool IsStreamed => true;

    private protected override void ReadCheckedRows(ReadOnlySpan<int> indices, Span<float> destination)
    {
        int size = OutputSize;
        int elementSize = Elements.Size(format.Kind);
        byte[] rented = ArrayPool<byte>.Shared.Rent(size * elementSize);
        try
        {
            Span<byte> row = rented.AsSpan(0, size * elementSize);
            for (int i = 0; i < indices.Length; i++)
            {
                long offset = format.Offset + ((long)indices[i] * row.Length);
                Fill(row, offset);
                if (format.BigEndian == BitConverter.IsLittleEndian)
                    Elements.Reverse(row, elementSize);
                Span<float> target = destination.Slice(i * size, size);
                Elements.ToSingle(format.Kind, row, target);
                if (Elements.IsFloating(format.Kind))
                    Finite.Require(path, indices[i], target);
            }
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

    private void Fill(Span<byte> row, long offset)
    {
        try
        {
            int done = 0;
            while (done < row.Length)
            {
                int number = RandomAccess.Read(file, row[done..], offset + done);
                if (number == 0)
                    throw DataFormatException.AtByte(path, offset, string.Create(CultureInfo.InvariantCulture, $"{row.Length} bytes of a row"), $"the end of the file after {done} bytes", "The file became shorter while it was being read");
                done += number;
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Refused(path, cause);
        }
    }
}
