using System.Globalization;
using System.Text;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Amat;

/// <summary>Reads tables of numbers separated by blanks, a row a line, in a stream: a file larger than memory passes through 64 KiB.</summary>
public sealed class AmatReader
{
    private const int LongestNumber = 64;
    private const int MostColumns = 1 << 22;
    private readonly ByteReader reader;
    private readonly byte[] buffer = new byte[1 << 16];
    private readonly byte[] token = new byte[LongestNumber];
    private int position;
    private int length;
    private float[] row = new float[1024];

    /// <summary>Starts reading.</summary>
    public AmatReader(ByteReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        this.reader = reader;
    }

    /// <summary>The line of the row read last, counted from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The numbers of the row read last.</summary>
    public ReadOnlySpan<float> Row => row.AsSpan(0, Columns);

    /// <summary>How many numbers the row read last has.</summary>
    public int Columns { get; private set; }

    /// <summary>Goes to the next row, passing over empty lines; false at the end.</summary>
    /// <exception cref="DataFormatException">Something is not a finite number, or a line has other than the first one's columns.</exception>
    public bool Read()
    {
        int expected = Columns;
        int count = 0;
        while (true)
        {
            int next = ReadNumber(out float value, out bool found);
            if (found)
            {
                if (count == row.Length)
                    Grow();
                row[count++] = value;
            }
            if (next is not ('\n' or -1))
                continue;
            Line++;
            if (count == 0 && next == '\n')
                continue;
            if (count == 0)
                return false;
            if (expected != 0 && count != expected)
                throw DataFormatException.AtLine(reader.Path, Line, $"{expected} numbers, as in the rows before", string.Create(CultureInfo.InvariantCulture, $"{count}"), "The file may be cut short");
            Columns = count;
            return true;
        }
    }

    /// <summary>Reads a number and the character that ends it (-1 at the end of the file).</summary>
    private int ReadNumber(out float value, out bool found)
    {
        value = 0;
        // Binary images are single digits and blanks: two bytes a number, met here and nowhere slower.
        if (length - position >= 2 && (uint)(buffer[position] - '0') <= 9 && buffer[position + 1] is (byte)' ' or (byte)'\n')
        {
            value = buffer[position] - '0';
            found = true;
            position += 2;
            return buffer[position - 1];
        }
        int size = 0;
        int c;
        while ((c = NextByte()) is not (' ' or '\t' or '\r' or '\n' or -1))
        {
            if (size == LongestNumber)
                throw Bad("a longer word");
            token[size++] = (byte)c;
        }
        found = size > 0;
        if (found && (!float.TryParse(token.AsSpan(0, size), NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !float.IsFinite(value)))
            throw Bad($"'{Encoding.Latin1.GetString(token, 0, size)}'");
        return c;
    }

    private int NextByte()
    {
        if (position == length)
        {
            position = 0;
            length = reader.Read(buffer);
            if (length == 0)
                return -1;
        }
        return buffer[position++];
    }

    private void Grow()
    {
        if (row.Length >= MostColumns)
            throw DataFormatException.AtLine(reader.Path, Line + 1, $"at most {MostColumns} numbers a line", "more");
        Array.Resize(ref row, row.Length * 2);
    }

    private DataFormatException Bad(string found) =>
        DataFormatException.AtLine(reader.Path, Line + 1, $"a finite number of at most {LongestNumber} characters", found, "Words and missing values are not read; a table with a header is read as CSV");
}
