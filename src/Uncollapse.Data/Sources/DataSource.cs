using Uncollapse.Data.Builtin;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Hdf5;
using Uncollapse.Data.Idx;
using Uncollapse.Data.Input;
using Uncollapse.Data.Labels;
using Uncollapse.Data.Libsvm;
using Uncollapse.Data.Png;
using Uncollapse.Data.TenX;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;

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
        bool isFolder = Directory.Exists(address.Name);
        if (!isFolder && !File.Exists(address.Name))
        {
            return BuiltinSources.TryOpen(address, known) is { } builtin
                ? WithLabels(RequireKind(builtin, known.Kind), known)
                : throw new DataFormatException(address.Name, "", "a file, a folder or a built-in name", "nothing of that name", $"Built in: {string.Join(", ", DatasetCatalogue.All.Select(entry => entry.Name))}");
        }
        var context = new LoadContext(address.Name, address.Complete(known));
        SourceData opened = isFolder ? FolderSource.Open(context) : OpenFileWithSplits(context);
        return WithLabels(RequireLayer(known.Kind == DataKind.Counts ? AsCounts(opened, known.Limits) : opened, context), known);
    }

    /// <summary>Whether <see cref="Open"/> would read sentences: from first bytes and names alone, so that it costs little; nothing is fetched.</summary>
    /// <param name="source">A path or a built-in name.</param>
    /// <param name="kind">What the source is said to hold.</param>
    /// <returns>False, too, where there is nothing of that name.</returns>
    /// <exception cref="DataFormatException">The source cannot be read.</exception>
    public static bool HoldsText(string source, DataKind kind = DataKind.Auto)
    {
        var address = SourceAddress.Parse(source);
        bool isFolder = Directory.Exists(address.Name);
        if (!isFolder && !File.Exists(address.Name))
            return BuiltinSources.IsText(address.Name);
        var context = new LoadContext(address.Name, address.Complete(new SourceOptions { Kind = kind }));
        return isFolder ? FolderSource.HoldsText(context) : context.Recognise() == DataFormat.Text;
    }

    /// <summary>
    /// Whether a source is of a kind that holds counts: a folder or .h5 of Cell Ranger, .h5ad, loom, a Matrix Market file, a bag of words, or a folder with one such file; from first bytes and names alone. Its numbers may be
    /// something else for all that (normalised), which opening tells.
    /// </summary>
    /// <param name="source">A path or a built-in name.</param>
    /// <param name="kind">What the source is said to hold.</param>
    /// <returns>Null where it is no such source; else whether its columns are genes (true) or words (false).</returns>
    /// <exception cref="DataFormatException">The source cannot be read.</exception>
    public static bool? HoldsCounts(string source, DataKind kind = DataKind.Auto)
    {
        var address = SourceAddress.Parse(source);
        bool isFolder = Directory.Exists(address.Name);
        if (isFolder && CountFolder.Holds(address.Name) is { } genes) return genes;
        if (!isFolder && !File.Exists(address.Name)) return null;
        var context = new LoadContext(address.Name, address.Complete(new SourceOptions { Kind = kind }));
        return (isFolder ? FolderSource.OnlyFile(context) : context)?.Recognise() switch
        {
            DataFormat.Hdf5 or DataFormat.MatrixMarket => true,
            DataFormat.Libsvm => false,
            _ => kind == DataKind.Counts ? false : null,
        };
    }

    /// <summary>Opens a file, which may hold splits of its own.</summary>
    internal static SourceData OpenFileWithSplits(LoadContext context)
    {
        switch (context.Recognise())
        {
            case DataFormat.Npz:
                return NpzSource.Open(context);
            case DataFormat.Matlab:
                return MatlabSource.Open(context);
            case DataFormat.Text:
                return TextSource.Open(context);
            case DataFormat.Hdf5:
                return Hdf5Source.Open(context);
            case DataFormat.MatrixMarket:
                return TenXFolder.Open(context.Source, context);
            case DataFormat.Libsvm:
                return LibsvmSource.Open(context.Source, null, null, context);
            case DataFormat.PngZip:
                return PngSource.Open(PngCollection.OfZip(ZipFolder.Open(context.Source)), context);
            default:
                return new SourceData(OpenFile(context, context.Name, []));
        }
    }

    /// <summary>Opens one file of examples as one data set; labels from elsewhere may be given.</summary>
    internal static DenseDataset OpenFile(LoadContext context, string name, IReadOnlyList<LabelColumn> labels)
    {
        DataFormat format = context.Recognise();
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
            case DataFormat.Csv:
                return CsvSource.Open(context, name, labels);
            case DataFormat.Amat:
                return AmatSource.Open(context, name, labels);
            case DataFormat.Npz or DataFormat.Matlab or DataFormat.PngZip or DataFormat.Hdf5 or DataFormat.MatrixMarket or DataFormat.Libsvm:
                SourceData whole = OpenFileWithSplits(context);
                return whole.Validation is null && whole.Test is null
                    ? whole.Train
                    : throw new DataFormatException(context.Source, "", "one set of examples", "several splits in one file", "Name the file instead of the folder");
            default:
                throw new DataFormatException(context.Source, "byte 0", "a known format", format == DataFormat.Unknown ? "none that is known" : $"{format}", FormatSniffer.Hint(format));
        }
    }

    /// <summary>A built-in name is what it is; a user who says otherwise is told.</summary>
    private static SourceData RequireKind(SourceData source, DataKind kind)
    {
        bool isText = source.Train.Kind == ValueKind.Token;
        if (kind == DataKind.Auto || isText == (kind == DataKind.Text))
            return kind == DataKind.Counts ? AsCounts(source, StorageLimits.Default) : source;
        string name = source.Train.Provenance.Source;
        source.Dispose();
        throw new DataFormatException(name, "", isText ? "numbers" : "a text", isText ? "a text" : "numbers", "Leave data.kind out");
    }

    private static SourceData WithLabels(SourceData source, SourceOptions options)
    {
        if (options.LabelFile is not { } path)
            return source;
        try
        {
            LabelFile.Join(source, path);
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static SourceData AsCounts(SourceData source, StorageLimits limits)
    {
        if (source.Train is TextDataset)
            throw new DataFormatException(source.Train.Provenance.Source, "", "counts, as data.kind: counts says", "a text", "Leave data.kind out");
        DenseDataset? Convert(DenseDataset? data) => data is null ? null : CountConversion.Of(data, limits);
        return new SourceData(Convert(source.Train)!, Convert(source.Validation), Convert(source.Test)) { Matrices = source.Matrices };
    }

    /// <summary>A layer that is asked for where there are none is a slip.</summary>
    private static SourceData RequireLayer(SourceData source, LoadContext context)
    {
        if (context.Options.Layer is null || source.Matrices.Count > 0)
            return source;
        source.Dispose();
        throw new DataFormatException(context.Source, "data.counts.layer", "an .h5ad or loom file, which has layers", "another format", "Leave layer out");
    }
}
