using System.Globalization;
using CsvHelper;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Csv;

/// <summary>Rows of fields of a separated text file, quoted as usual; every fault names its line.</summary>
public sealed class CsvTable : IDisposable
{
    private readonly string path;
    private readonly CsvReader reader;

    /// <summary>Starts reading.</summary>
    /// <param name="bytes">Stands at the start of the text; closed with the table.</param>
    /// <param name="separator">What separates fields.</param>
    public CsvTable(ByteReader bytes, char separator)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        path = bytes.Path;
        var options = new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            TrackLineNumbers = true,
            TrimWhitespace = separator != ' ',
            // No number spans lines: one stray quote must not swallow the file.
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
        reader = CsvReader.Create(new TextGuardStream(bytes), options, leaveOpen: false);
    }

    /// <summary>The line of the row read last, counted from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Fields of the row read last.</summary>
    public int FieldCount => reader.FieldCount;

    /// <summary>Goes to the next row that is not empty; false at the end.</summary>
    /// <exception cref="DataFormatException">The text is not a sound table.</exception>
    public bool Read()
    {
        try
        {
            if (!reader.Read())
                return false;
            Line = reader.LineNumber;
            return true;
        }
        catch (CsvFormatException cause)
        {
            throw DataFormatException.AtLine(path, Math.Max(Line, cause.LineNumber), "fields of a table", cause.Message, "Mend the quotes of that line", cause);
        }
    }

    /// <summary>A field of the row read last as text.</summary>
    public string Text(int index) => reader.GetString(index);

    /// <summary>A field of the row read last as a number; false when it is none (NaN and infinities are numbers here).</summary>
    public bool TryNumber(int index, out float value) =>
        float.TryParse(reader.GetSpan(index), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();
}
