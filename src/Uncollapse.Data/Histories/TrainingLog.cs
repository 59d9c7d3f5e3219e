using Uncollapse.Data.Input;

namespace Uncollapse.Data.Histories;

/// <summary>What another program wrote down while it trained: named series, from a table with a header or from TensorBoard's event files.</summary>
public sealed class TrainingLog
{
    private TrainingLog(string source, IReadOnlyList<LogSeries> series)
    {
        Source = source;
        Series = series;
    }

    /// <summary>The file or folder.</summary>
    public string Source { get; }

    /// <summary>The series, in the log's order.</summary>
    public IReadOnlyList<LogSeries> Series { get; }

    /// <summary>Reads a log, recognised by its content.</summary>
    /// <param name="path">A table (commas, tabs or semicolons, a header in its first line, gzip or not), an event file, or a folder of event files.</param>
    /// <exception cref="DataFormatException">It is neither, damaged, or holds no series of numbers.</exception>
    public static TrainingLog Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        IReadOnlyList<LogSeries> series = Directory.Exists(path) ? OfFolder(path) : OfFile(path);
        return series.Count > 0
            ? new TrainingLog(path, [.. series.Select(one => one with { Name = Printable(one.Name) })])
            : throw new DataFormatException(path, "", "a log with series of numbers", "none", "A table needs a header and a row for each moment; an event file scalars");
    }

    /// <summary>The series of a name, in any case; null for none.</summary>
    public LogSeries? Find(string name) => Series.FirstOrDefault(series => series.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    // A name goes to terminals and pages: what would steer them is not shown.
    private static string Printable(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));

    private static IReadOnlyList<LogSeries> OfFile(string path)
    {
        byte[] start = new byte[EventFile.HeaderSize];
        int number;
        using (ByteReader reader = InputFile.Open(path)) number = reader.Read(start);
        using ByteReader content = InputFile.Open(path);
        return EventFile.Is(start.AsSpan(0, number)) ? EventFile.Collect([content]) : LogTable.Read(content);
    }

    private static IReadOnlyList<LogSeries> OfFolder(string path)
    {
        string[] files = [.. Directory.EnumerateFiles(path, "*tfevents*").Order(StringComparer.Ordinal)];
        if (files.Length == 0)
            throw new DataFormatException(path, "", "event files (*tfevents*)", "a folder without any", "Name the folder that TensorBoard's writer was given, or a table");
        var readers = new List<ByteReader>();
        try
        {
            foreach (string file in files) readers.Add(InputFile.Open(file));
            return EventFile.Collect(readers);
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }
}
