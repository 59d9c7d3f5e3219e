using Uncollapse.Data.Datasets;
using Uncollapse.Data.Idx;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Sources;

/// <summary>Opens sources: a file or folder, its format recognised by content, or a built-in name.</summary>
public static class DataSource
{
    /// <summary>Opens a source.</summary>
    /// <param name="source">A path or a built-in name, with parameters after a question mark: <c>synthetic:shapes?seed=1</c>.</param>
    /// <param name="options">What the bytes do not say.</param>
    /// <exception cref="DataFormatException">There is no such source, or it cannot be read.</exception>
    public static SourceData Open(string source, SourceOptions? options = null)
    {
        var address = SourceAddress.Parse(source);
        SourceOptions known = options ?? new SourceOptions();
        var context = new LoadContext(address.Name, address.Complete(known));
        if (!File.Exists(address.Name))
            throw new DataFormatException(source, "", "a file, a folder or a built-in name", "nothing there", "See: uncollapse data list");
        return new SourceData(OpenFile(context, context.Name, []));
    }

    /// <summary>Opens one file of examples; labels from elsewhere may be given.</summary>
    internal static DenseDataset OpenFile(LoadContext context, string name, IReadOnlyList<LabelColumn> labels)
    {
        DataFormat format = FormatSniffer.Recognise(context.Source);
        switch (format)
        {
            case DataFormat.Idx:
                using (ByteReader reader = InputFile.Open(context.Source))
                {
                    var header = IdxHeader.Read(reader);
                    return ArrayLoader.Read(reader, new RowFormat(header.Kind, BigEndian: true, reader.Offset), [.. header.Axes], context, name, "idx", labels);
                }
            case DataFormat.Npy:
                return NpySource.Open(context, name, labels);
            default:
                throw new DataFormatException(context.Source, "byte 0", "a known format", format == DataFormat.Unknown ? "none that is known" : format.ToString(), FormatSniffer.Hint(format));
        }
    }
}
