using System.Globalization;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Input;
using Uncollapse.Data.Png;

namespace Uncollapse.Data.Sources;

/// <summary>
/// Pictures of one size as a data set: sub-folders are labels; folders named train, validation and test at the top are splits.
/// Grey unless a picture has colour; transparency is refused unless every pixel is opaque.
/// </summary>
internal static class PngSource
{
    /// <summary>Opens a collection that has pictures, and closes it when done.</summary>
    public static SourceData Open(PngCollection pictures, LoadContext context)
    {
        using (pictures)
        {
            if (pictures.Count == 0)
                throw new DataFormatException(context.Source, "", "PNG pictures", $"{pictures.Ignored} files of other kinds", FormatSniffer.Hint(DataFormat.Unknown));
            if (pictures.Ignored > 0)
                context.Note(string.Create(CultureInfo.InvariantCulture, $"{pictures.Ignored} files that are not PNG pictures passed over"));
            string[] labels = LabelsOf([.. pictures.Names]);
            int[] all = [.. Enumerable.Range(0, pictures.Count)];
            ExampleShape shape = CommonShape(pictures);
            string[] tops = [.. labels.Select(label => label.Split('/')[0])];
            if (tops.Any(top => SplitWord.Of(top) is null) || !tops.Any(top => SplitWord.Of(top) == Split.Train))
                return new SourceData(Load(pictures, all, labels, shape, context, context.Name));
            DenseDataset? Part(Split split)
            {
                int[] members = [.. all.Where(i => SplitWord.Of(tops[i]) == split)];
                string[] rest = [.. labels.Select(label => label.Contains('/', StringComparison.Ordinal) ? label[(label.IndexOf('/', StringComparison.Ordinal) + 1)..] : "")];
                return members.Length == 0 ? null : Load(pictures, members, rest, shape, context, $"{context.Name}/{split.ToString().ToLowerInvariant()}");
            }
            return new SourceData(Part(Split.Train)!, Part(Split.Validation), Part(Split.Test));
        }
    }

    /// <summary>Folders of the pictures, without what all of them share.</summary>
    private static string[] LabelsOf(string[] names)
    {
        string[] folders = [.. names.Select(name => Path.GetDirectoryName(name)?.Replace('\\', '/') ?? "")];
        while (true)
        {
            string first = folders[0].Split('/')[0];
            // A lone folder that is a label by itself stays: it is the last part.
            if (first.Length == 0 || !folders.All(folder => folder.StartsWith(first + "/", StringComparison.Ordinal)))
                return folders;
            folders = [.. folders.Select(folder => folder[(first.Length + 1)..])];
        }
    }

    private static ExampleShape CommonShape(PngCollection pictures)
    {
        ExampleShape shape = default;
        for (int i = 0; i < pictures.Count; i++)
        {
            using ByteReader reader = pictures.Open(i);
            var header = PngReader.ReadHeader(reader);
            int channels = header.Colour is PngColour.Grey or PngColour.GreyAlpha ? 1 : 3;
            if (i == 0)
                shape = new ExampleShape(header.Height, header.Width, channels);
            if (header.Height != shape.Height || header.Width != shape.Width)
                throw new DataFormatException(reader.Path, "", $"pictures of {shape.Width} x {shape.Height} pixels, as the first", $"{header.Width} x {header.Height}", "Resize them to one size");
            shape = shape with { Channels = Math.Max(shape.Channels, channels) };
        }
        return (long)shape.Height * shape.Width * shape.Channels <= 1 << 26
            ? shape
            : throw new DataFormatException(pictures.Path, "", "pictures of at most 67108864 values", $"{shape}");
    }

    private static DenseDataset Load(PngCollection pictures, int[] members, string[] labels, ExampleShape shape, LoadContext context, string name)
    {
        using var builder = new RowBuilder(context.Source, shape.Size, bytes: true, context.Options.Limits);
        byte[]? row = null;
        foreach (int index in members)
        {
            using ByteReader reader = pictures.Open(index);
            PngImage picture = PngReader.Read(reader);
            if (!picture.IsOpaque)
                throw new DataFormatException(reader.Path, "", "opaque pictures", "transparent pixels", "Flatten the picture on a background");
            // Only now: the first picture has shown that its size is more than a claim of its header.
            row ??= new byte[shape.Size];
            Copy(picture, shape.Channels, row);
            builder.Append(row);
        }
        string[] own = [.. members.Select(i => labels[i])];
        LabelColumn[] columns = own.Any(label => label.Length > 0) ? [LabelColumn.FromText("folder", own)] : [];
        return builder.Build(name, context.Provenance("png pictures", pictures.Bytes), columns, shape, ValueKind.Byte);
    }

    private static void Copy(PngImage picture, int channels, Span<byte> row)
    {
        int colours = picture.Channels - (picture.HasAlpha ? 1 : 0);
        int pixels = picture.Width * picture.Height;
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            for (int c = 0; c < channels; c++)
                row[(pixel * channels) + c] = picture.Samples[(pixel * picture.Channels) + (colours == 1 ? 0 : c)];
        }
    }
}
