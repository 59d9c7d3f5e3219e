using Uncollapse.Data.Datasets;
using Uncollapse.Data.Input;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Sources;

/// <summary>Turns arrays of examples into data sets: as bytes where they are bytes, streamed where they are large.</summary>
internal static class ArrayLoader
{
    /// <summary>Reads elements in C order from where the reader stands; the array must fill the rest of the file.</summary>
    /// <param name="reader">Stands at the first element.</param>
    /// <param name="format">How elements are stored; its offset is where the first one lies in the file.</param>
    /// <param name="axes">The array's axes, examples first.</param>
    /// <param name="context">Options and notes.</param>
    /// <param name="name">The data set's name.</param>
    /// <param name="formatName">The format's name in messages and provenance.</param>
    /// <param name="labels">Label columns.</param>
    public static DenseDataset Read(ByteReader reader, RowFormat format, ReadOnlySpan<long> axes, LoadContext context, string name, string formatName, IReadOnlyList<LabelColumn> labels)
    {
        var shape = ArrayShape.Of(reader.Path, axes, context.Options);
        RequireLabels(reader.Path, shape.Count, labels);
        int size = shape.Shape.Size;
        int elementSize = Elements.Size(format.Kind);
        long total = (long)shape.Count * size * elementSize;
        reader.Demand(total, "array elements");
        ValueKind kind = format.Kind == ElementKind.UInt8 ? ValueKind.Byte : ValueKind.Real;
        bool bytes = format.Kind is ElementKind.UInt8 or ElementKind.Boolean;
        DenseDataset result;
        bool isFile = reader.IsExact && File.Exists(reader.Path);
        if (isFile && (long)shape.Count * size * (bytes ? 1 : 4) > context.Options.Limits.MemoryBytes)
        {
            if (reader.Most - reader.Offset > total)
                throw DataFormatException.AtByte(reader.Path, reader.Offset + total, $"the end of the {formatName} data", "further bytes");
            context.Note("streamed from the file");
            Microsoft.Win32.SafeHandles.SafeFileHandle handle = OpenForRows(reader.Path);
            result = new FileDataset(name, context.FileProvenance(formatName), labels, shape.Shape, kind, reader.Path, handle, format, shape.Count);
        }
        else
        {
            using var builder = new RowBuilder(reader.Path, size, bytes: true, context.Options.Limits);
            AppendRows(reader, format, shape.Count, size, builder, bytes);
            reader.ExpectEnd(formatName);
            result = builder.Build(name, context.FileProvenance(formatName), labels, shape.Shape, kind);
        }
        return shape.ChannelsFirst ? new ChannelsLastDataset(result) : result;
    }

    /// <summary>An array in memory as a data set.</summary>
    public static DenseDataset FromArray(string path, NpyArray array, LoadContext context, string name, string formatName, IReadOnlyList<LabelColumn> labels)
    {
        var shape = ArrayShape.Of(path, [.. array.Shape.Select(length => (long)length)], context.Options);
        RequireLabels(path, shape.Count, labels);
        int size = shape.Shape.Size;
        int rowBytes = size * array.ElementSize;
        bool bytes = array.Kind is ElementKind.UInt8 or ElementKind.Boolean;
        using var builder = new RowBuilder(path, size, bytes: true, context.Options.Limits);
        float[] row = new float[size];
        for (int i = 0; i < shape.Count; i++)
        {
            ReadOnlySpan<byte> source = array.Bytes.Slice(i * rowBytes, rowBytes);
            if (bytes)
            {
                builder.Append(source);
                continue;
            }
            Elements.ToSingle(array.Kind, source, row);
            builder.Append(row);
        }
        ValueKind kind = array.Kind == ElementKind.UInt8 ? ValueKind.Byte : ValueKind.Real;
        DenseDataset result = builder.Build(name, context.FileProvenance(formatName), labels, shape.Shape, kind);
        return shape.ChannelsFirst ? new ChannelsLastDataset(result) : result;
    }

    private static void AppendRows(ByteReader reader, RowFormat format, int count, int size, RowBuilder builder, bool bytes)
    {
        int elementSize = Elements.Size(format.Kind);
        // A row that comes out of a compressed stream is backed by a 1032nd of its length at least (Demand has seen to it).
        byte[] row = new byte[size * elementSize];
        float[] values = new float[bytes ? 0 : size];
        bool reverse = format.BigEndian == BitConverter.IsLittleEndian;
        for (int i = 0; i < count; i++)
        {
            reader.ReadExactly(row, "array elements");
            if (bytes)
            {
                builder.Append(row);
                continue;
            }
            if (reverse)
                Elements.Reverse(row, elementSize);
            Elements.ToSingle(format.Kind, row, values);
            builder.Append(values);
        }
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle OpenForRows(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Refused(path, cause);
        }
    }

    private static void RequireLabels(string path, int count, IReadOnlyList<LabelColumn> labels)
    {
        foreach (LabelColumn column in labels)
        {
            if (column.Count != count)
                throw new DataFormatException(path, $"labels '{column.Name}'", $"one label for each of {count} examples", $"{column.Count}", "Examples and labels are not of one data set");
        }
    }
}
