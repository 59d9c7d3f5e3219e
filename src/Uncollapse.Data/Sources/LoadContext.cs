using System.Security.Cryptography;
using Uncollapse.Data.Datasets;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Sources;

/// <summary>What a loader needs beside the bytes: the options, and a place to note the choices it makes.</summary>
internal sealed class LoadContext(string source, SourceOptions options)
{
    private const long LargestHashed = 256L << 20;
    private readonly List<string> notes = [];

    /// <summary>The file or folder.</summary>
    public string Source { get; } = source;

    /// <summary>What the user said.</summary>
    public SourceOptions Options { get; } = options;

    /// <summary>The data set's name: the file's, or the folder's.</summary>
    public string Name { get; } = Path.GetFileName(Path.TrimEndingDirectorySeparator(source)) is { Length: > 0 } name ? name : source;

    /// <summary>The file's format, by its content and by what the user said.</summary>
    public DataFormat Recognise()
    {
        if (Options.Kind == DataKind.Text)
            return DataFormat.Text;
        DataFormat format = FormatSniffer.Recognise(Source);
        return format == DataFormat.Text && Options.Kind == DataKind.Array ? DataFormat.Unknown : format;
    }

    /// <summary>Records a choice for the provenance.</summary>
    public void Note(string choice) => notes.Add(choice);

    /// <summary>The provenance of a file.</summary>
    public DataProvenance FileProvenance(string format)
    {
        try
        {
            using FileStream file = Input.InputFile.OpenStream(Source);
            string? hash = file.Length <= LargestHashed ? Convert.ToHexStringLower(SHA256.HashData(file)) : null;
            return new DataProvenance(Source, format, file.Length, hash, [.. notes]);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Input.InputFile.Refused(Source, cause);
        }
    }

    /// <summary>The provenance of data without a file of its own.</summary>
    public DataProvenance Provenance(string format, long bytes) => new(Source, format, bytes, null, [.. notes]);
}
