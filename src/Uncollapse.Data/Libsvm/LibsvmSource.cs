using System.Globalization;
using System.Text;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Input;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Text;

namespace Uncollapse.Data.Libsvm;

/// <summary>Files of pairs <c>index:value</c> as data sets, with the words that the indices are where a vocabulary lies beside them.</summary>
internal static class LibsvmSource
{
    // An index this large in a file of pairs is a slip or an attack: each row is read into that many floats.
    private const int MostColumns = 1 << 24;

    /// <summary>Opens the splits of one data set.</summary>
    /// <param name="train">The training file, or the only one.</param>
    /// <param name="validation">The validation file.</param>
    /// <param name="test">The test file.</param>
    /// <param name="context">Options; the folder or file that was asked for.</param>
    public static SourceData Open(string train, string? validation, string? test, LoadContext context)
    {
        string[] files = [.. new[] { train, validation, test }.OfType<string>()];
        (int low, int high) = (int.MaxValue, -1);
        foreach (string file in files)
        {
            (int fileLow, int fileHigh) = Range(file);
            (low, high) = (Math.Min(low, fileLow), Math.Max(high, fileHigh));
        }
        if (high < 0)
            throw new DataFormatException(train, "", "an entry index:value", "none");
        string[]? words = Vocabulary(Path.GetDirectoryName(Path.GetFullPath(train))!, out string? vocabularyFile);
        int first = low == 0 ? 0 : 1;
        int width = high - first + 1;
        if (words is not null && words.Length >= width)
            width = words.Length;
        else
            words = null;
        DenseDataset? Part(string? file, string split) => file is null ? null : Load(file, files.Length == 1 ? context.Name : $"{context.Name}/{split}", width, first, words, vocabularyFile, context.Options);
        return new SourceData(Part(train, "train")!, Part(validation, "validation"), Part(test, "test"));
    }

    /// <summary>The splits among a folder's files of pairs; null where there are none.</summary>
    public static SourceData? TryOpenFolder(string folder, IReadOnlyList<string> files, LoadContext context)
    {
        if (files.Count == 0)
            return null;
        if (files.Count == 1)
            return Open(files[0], null, null, context);
        string? Of(Split split) => files.SingleOrDefault(file => SplitWord.Find(Path.GetFileName(file))?.Split == split);
        try
        {
            if (Of(Split.Train) is { } train && files.All(file => SplitWord.Find(Path.GetFileName(file)) is not null))
                return Open(train, Of(Split.Validation), Of(Split.Test), context);
        }
        catch (InvalidOperationException)
        {
            // Two files of one split: said below.
        }
        throw new DataFormatException(folder, "", "one file of pairs index:value, or train and test", $"{files.Count}: {string.Join(", ", files.Take(4).Select(Path.GetFileName))}", "Name the file instead of the folder");
    }

    /// <summary>Reads a file into rows.</summary>
    public static CountTable Read(ByteReader reader, int width, int first, string[]? words, StorageLimits limits, List<string> labels)
    {
        var lines = new LibsvmReader(reader);
        using var builder = new CompressedRowsBuilder(reader.Path, width, limits);
        int[] columns = [];
        while (lines.Read())
        {
            if (columns.Length < lines.Indices.Length)
                columns = new int[2 * lines.Indices.Length];
            for (int i = 0; i < lines.Indices.Length; i++)
                columns[i] = lines.Indices[i] - first;
            builder.Append(columns.AsSpan(0, lines.Indices.Length), lines.Values);
            labels.Add(lines.Label);
        }
        return new CountTable(builder.Build(""), words, null, null);
    }

    private static SparseDataset Load(string file, string name, int width, int first, string[]? words, string? vocabularyFile, SourceOptions options)
    {
        var context = new LoadContext(file, options);
        var labels = new List<string>();
        using ByteReader reader = InputFile.Open(file);
        CountTable table = Read(reader, width, first, words, options.Limits, labels);
        context.Note(string.Create(CultureInfo.InvariantCulture, $"{table.Matrix.Count} rows x {width} columns, indices from {first}, {table.Matrix.Look.Values}"));
        if (words is not null)
            context.Note($"words from {Path.GetFileName(vocabularyFile)}");
        return new SparseDataset(name, context.FileProvenance("libsvm"), [CsvSource.ToColumn("label", labels)], table);
    }

    private static (int Low, int High) Range(string file)
    {
        using ByteReader reader = InputFile.Open(file);
        var lines = new LibsvmReader(reader);
        (int low, int high) = (int.MaxValue, -1);
        while (lines.Read())
        {
            foreach (int index in lines.Indices)
                (low, high) = (Math.Min(low, index), Math.Max(high, index));
        }
        return high < MostColumns ? (low, high) : throw new DataFormatException(file, "", $"indices below {MostColumns}", string.Create(CultureInfo.InvariantCulture, $"{high}"));
    }

    /// <summary>The first word of each line of a file beside the data whose name says that it is a vocabulary.</summary>
    private static string[]? Vocabulary(string folder, out string? path)
    {
        path = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).FirstOrDefault(file => Path.GetFileName(file).Contains("vocab", StringComparison.OrdinalIgnoreCase));
        if (path is null)
            return null;
        using ByteReader reader = InputFile.Open(path);
        var lines = new LineReader(reader);
        var words = new List<string>();
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            string[] fields = Encoding.UTF8.GetString(line).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 0)
                words.Add(fields[0]);
        }
        return [.. words];
    }
}
