using Uncollapse.Data.Input;

namespace Uncollapse.Data.Text;

/// <summary>Lines of bytes, none longer than 4 MiB: a file of one endless line must not fill the memory.</summary>
internal sealed class LineReader(ByteReader reader)
{
    private const int LongestLine = 1 << 22;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool ended;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Reads a line, without its end (LF, or CR and LF); false after the last. The span holds until the next call.</summary>
    /// <exception cref="DataFormatException">The line is too long, or the file cannot be read.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int at = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            int length = at < 0 ? end - start : searched + at;
            if (length > LongestLine)
                throw DataFormatException.AtLine(reader.Path, Line + 1, $"lines of at most {LongestLine} bytes", "a longer one", "A text has one sentence a line");
            if (at >= 0 || ended)
            {
                line = buffer.AsSpan(start, length);
                start = at < 0 ? end : start + length + 1;
                if (at < 0 && length == 0)
                    return false;
                Line++;
                if (line.EndsWith((byte)'\r'))
                    line = line[..^1];
                return true;
            }
            searched = length;
            Refill();
        }
    }

    private void Refill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
            Array.Resize(ref buffer, 2 * buffer.Length);
        int number = reader.Read(buffer.AsSpan(end));
        end += number;
        ended = end < buffer.Length;
    }
}
