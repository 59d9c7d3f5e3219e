using Uncollapse.Data.AnnData;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Loom;
using Uncollapse.Data.Sources;
using Uncollapse.Data.TenX;

namespace Uncollapse.Data.Hdf5;

/// <summary>An HDF5 file as a data set: .h5ad, 10x, loom, or an array of numbers.</summary>
internal static class Hdf5Source
{
    /// <summary>Opens a file.</summary>
    public static SourceData Open(LoadContext context)
    {
        using var file = Hdf5File.Open(context.Source);
        if (AnnDataSource.Is(file.Root))
            return AnnDataSource.Open(file, context);
        if (TenXHdf5.Groups(file.Root) is { Length: > 0 } groups)
            return TenXHdf5.Open(file, groups, context);
        return LoomSource.Is(file.Root) ? LoomSource.Open(file, context) : Arrays(file, context);
    }

    /// <summary>Arrays in the outermost group, chosen among as those of an .npz archive are.</summary>
    private static SourceData Arrays(Hdf5File file, LoadContext context)
    {
        var candidates = new List<Candidate>();
        foreach (string name in file.Root.Names())
        {
            using Hdf5Dataset? dataset = file.Root.Dataset(name);
            if (dataset is { IsNumeric: true, Lengths.Count: 1 or 2 })
                candidates.Add(new Candidate(name, dataset.Lengths, IsNumeric: true));
        }
        var choice = Choice.Among(file.Path, candidates, context.Options.Variable, "Name it with data.variable");
        if (choice is null)
            throw new DataFormatException(file.Path, "", "an .h5ad, a 10x matrix, a loom file, or a matrix of numbers in the outermost group", "none of them");
        return new SourceData(
            Load(file, choice, choice.Train, Split.Train, context)!,
            Load(file, choice, choice.Validation, Split.Validation, context),
            Load(file, choice, choice.Test, Split.Test, context));
    }

    private static DenseDataset? Load(Hdf5File file, Choice choice, Candidate? candidate, Split split, LoadContext context)
    {
        if (candidate is null)
            return null;
        using Hdf5Dataset data = file.Root.Required(candidate.Name);
        if (data.Lengths.Count != 2)
            throw data.Fail("a matrix, examples first", data.Shape());
        data.DemandStored(sizeof(float));
        var labels = new List<LabelColumn>();
        foreach (Candidate label in choice.Labels.GetValueOrDefault(split, []))
        {
            using Hdf5Dataset vector = file.Root.Required(label.Name);
            if (vector.Lengths.Count == 1 && vector.Count == data.Lengths[0])
                labels.Add(LabelColumn.FromValues(label.Name, vector.ReadAll<double>()));
        }
        var shape = ArrayShape.Of(file.Path, [.. data.Lengths], context.Options);
        int size = shape.Shape.Size;
        using var builder = new RowBuilder(file.Path, size, bytes: true, context.Options.Limits);
        int step = Math.Clamp((1 << 22) / size, 1, shape.Count);
        float[] rows = new float[(long)step * size];
        for (int start = 0; start < shape.Count; start += step)
        {
            int number = Math.Min(step, shape.Count - start);
            data.Read(start, number, 0, size, rows.AsSpan(0, number * size));
            for (int i = 0; i < number; i++)
                builder.Append(rows.AsSpan(i * size, size));
        }
        context.Note($"array {candidate.Name}");
        bool isSplit = choice.Validation is not null || choice.Test is not null;
        return builder.Build(isSplit ? $"{context.Name}/{split.ToString().ToLowerInvariant()}" : context.Name, context.FileProvenance("hdf5"), labels, shape.Shape, ValueKind.Real);
    }
}
