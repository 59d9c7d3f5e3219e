using Uncollapse.Data.Datasets;
using Uncollapse.Data.Input;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Sources;

/// <summary>An .npy file as a data set: C order is read as it comes and may be streamed, Fortran order must fit in memory.</summary>
internal static class NpySource
{
    /// <summary>Opens a file.</summary>
    public static DenseDataset Open(LoadContext context, string name, IReadOnlyList<LabelColumn> labels)
    {
        using ByteReader reader = InputFile.Open(context.Source);
        return Read(reader, context, name, "npy", labels);
    }

    /// <summary>Reads from the start of .npy data, a file's or an archive member's.</summary>
    public static DenseDataset Read(ByteReader reader, LoadContext context, string name, string formatName, IReadOnlyList<LabelColumn> labels)
    {
        var header = NpyHeader.Read(reader);
        if (!Elements.IsNumeric(header.Kind))
            throw reader.Fail("numbers", "text", "Text arrays serve as labels only");
        if (!header.FortranOrder && context.Options.Transpose != true)
            return ArrayLoader.Read(reader, new RowFormat(header.Kind, header.BigEndian, header.DataOffset), [.. header.Shape], context, name, formatName, labels);
        NpyArray array = NpyReader.ReadElements(reader, header);
        if (context.Options.Transpose == true)
        {
            array = array.LastAxisFirst();
            context.Note("examples are the last axis");
        }
        return ArrayLoader.FromArray(reader.Path, array, context, name, formatName, labels);
    }
}
