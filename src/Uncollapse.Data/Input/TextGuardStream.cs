using Uncollapse.Data.Compression;

namespace Uncollapse.Data.Input;

/// <summary>A reader as a stream of text lines, none longer than 4 MiB: a compressed file of one endless line must not fill the memory.</summary>
internal sealed class TextGuardStream(ByteReader reader) : ForwardStream(Null)
{
    private const int LongestLine = 1 << 22;
    private long line;
    private long sinceNewline;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int number = reader.Read(buffer);
        ReadOnlySpan<byte> rest = buffer[..number];
        while (true)
        {
            int end = rest.IndexOf((byte)'\n');
            sinceNewline += end < 0 ? rest.Length : end;
            if (sinceNewline > LongestLine)
                throw DataFormatException.AtLine(reader.Path, line + 1, $"lines of at most {LongestLine} bytes", "a longer one");
            if (end < 0)
                return number;
            sinceNewline = 0;
            line++;
            rest = rest[(end + 1)..];
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            reader.Dispose();
        base.Dispose(disposing);
    }
}
