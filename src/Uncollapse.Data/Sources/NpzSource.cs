using Uncollapse.Data.Datasets;
using Uncollapse.Data.Input;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Sources;

/// <summary>An .npz archive as a data set: the only plausible array, or those named x_train, x_test and so on; vectors of its length are labels.</summary>
internal static class NpzSource
{
    /// <summary>Opens an archive.</summary>
    public static SourceData Open(LoadContext context)
    {
        using var file = NpzFile.Open(context.Source);
        Candidate[] candidates = [.. file.Names.Select(name => Describe(file, name)).OfType<Candidate>()];
        Choice choice = Choice.Among(context.Source, candidates, context.Options.Variable, "Name it: --variable NAME, or ?variable=NAME after the path")
            ?? throw new DataFormatException(context.Source, "", "an array of numbers with two axes at least", candidates.Length == 0 ? "none" : string.Join(", ", candidates.Select(c => c.ToString())));
        context.Note($"examples from '{choice.Train.Name}'");
        return new SourceData(
            Load(file, choice, choice.Train, Split.Train, context)!,
            Load(file, choice, choice.Validation, Split.Validation, context),
            Load(file, choice, choice.Test, Split.Test, context));
    }

    /// <summary>What an array could be; null for arrays of types that are refused (objects), which may lie beside the examples.</summary>
    private static Candidate? Describe(NpzFile file, string name)
    {
        try
        {
            var header = file.ReadHeader(name);
            return new Candidate(name, header.Shape.Count == 0 ? [1] : header.Shape, Elements.IsNumeric(header.Kind));
        }
        catch (DataFormatException) when (file.Names.Count > 1)
        {
            return null;
        }
    }

    private static DenseDataset? Load(NpzFile file, Choice choice, Candidate? examples, Split split, LoadContext context)
    {
        if (examples is null)
            return null;
        var labels = new List<LabelColumn>();
        foreach (Candidate candidate in choice.Labels.GetValueOrDefault(split, []))
        {
            if (candidate.VectorLength == examples.Axes[0])
                labels.Add(ReadLabels(file, candidate.Name));
        }
        string name = choice.Validation is null && choice.Test is null ? context.Name : $"{context.Name}/{split.ToString().ToLowerInvariant()}";
        using ByteReader reader = file.OpenArray(examples.Name);
        return NpySource.Read(reader, context, name, "npz", labels);
    }

    private static LabelColumn ReadLabels(NpzFile file, string name)
    {
        NpyArray array = file.Read(name);
        if (!array.IsNumeric)
            return LabelColumn.FromText(name, array.ToText());
        var column = LabelColumn.FromValues(name, array.ToDouble());
        // A vector of class names beside the classes: "alphabet" with "alphabet_names", "target" with "class_names".
        foreach (string names in new[] { name + "_names", "class_names" })
        {
            if (file.Contains(names) && !Elements.IsNumeric(file.ReadHeader(names).Kind))
            {
                LabelColumn renamed = column.WithClassNames(file.Read(names).ToText());
                if (!ReferenceEquals(renamed, column))
                    return renamed;
            }
        }
        return column;
    }
}
