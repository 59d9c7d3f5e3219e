using Uncollapse.Data.Datasets;
using Uncollapse.Data.Idx;
using Uncollapse.Data.Input;
using Uncollapse.Data.Npy;
using Uncollapse.Data.Png;
using Uncollapse.Records;

namespace Uncollapse.Data.Sources;

/// <summary>
/// A folder as a source: files that are splits of one data set (MNIST's train and t10k, binarized_mnist_train, _valid, _test) with
/// their label files, or one data file, or PNG pictures.
/// </summary>
internal static class FolderSource
{
    private const int MostFiles = 4096;

    /// <summary>Opens a folder.</summary>
    public static SourceData Open(LoadContext context) => Open(context, context.Name);

    /// <summary>Opens a folder under a name of its own.</summary>
    public static SourceData Open(LoadContext context, string name)
    {
        List<Candidate> candidates = Survey(context.Source, out bool pictures);
        Choice? choice = null;
        if (candidates.Count > 0 && !(pictures && !candidates.Any(candidate => candidate.CanBeExamples)))
            choice = Choice.Among(context.Source, candidates, null, "Name the file instead of the folder");
        if (choice is null)
            return PngSource.Open(PngCollection.OfFolder(context.Source), context);
        if (choice.Validation is null && choice.Test is null && choice.Labels.Values.All(list => list.Count == 0))
            return DataSource.OpenFileWithSplits(Member(context, choice.Train));
        return new SourceData(
            Load(context, name, choice, choice.Train, Split.Train)!,
            Load(context, name, choice, choice.Validation, Split.Validation),
            Load(context, name, choice, choice.Test, Split.Test));
    }

    private static List<Candidate> Survey(string folder, out bool pictures)
    {
        pictures = false;
        var candidates = new List<Candidate>();
        string[] files;
        try
        {
            files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)];
            pictures = Directory.EnumerateDirectories(folder).Any();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Refused(folder, cause);
        }
        foreach (string file in files.Take(MostFiles))
        {
            if (!RegularFile.HasBytes(file))
                continue;
            DataFormat format = FormatSniffer.Recognise(file);
            pictures |= format == DataFormat.Png;
            if (Describe(file, format) is { } candidate)
                candidates.Add(candidate);
        }
        return candidates;
    }

    private static Candidate? Describe(string path, DataFormat format)
    {
        string name = Path.GetFileName(path);
        switch (format)
        {
            case DataFormat.Idx:
                using (ByteReader reader = InputFile.Open(path))
                    return new Candidate(name, IdxHeader.Read(reader).Axes, IsNumeric: true);
            case DataFormat.Npy:
                using (ByteReader reader = InputFile.Open(path))
                {
                    var header = NpyHeader.Read(reader);
                    return new Candidate(name, header.Shape.Count == 0 ? [1] : header.Shape, Elements.IsNumeric(header.Kind));
                }
            case DataFormat.Npz or DataFormat.Csv or DataFormat.Amat or DataFormat.Matlab or DataFormat.PngZip:
                return new Candidate(name, [], IsNumeric: true);
            default:
                return null;
        }
    }

    private static LoadContext Member(LoadContext context, Candidate candidate) => new(Path.Combine(context.Source, candidate.Name), context.Options);

    private static DenseDataset? Load(LoadContext context, string source, Choice choice, Candidate? examples, Split split)
    {
        if (examples is null)
            return null;
        var labels = new List<LabelColumn>();
        foreach (Candidate candidate in choice.Labels.GetValueOrDefault(split, []))
        {
            string path = Path.Combine(context.Source, candidate.Name);
            NpyArray array = FormatSniffer.Recognise(path) == DataFormat.Idx ? IdxReader.Read(path) : NpyReader.Read(path);
            string name = choice.Labels[split].Count == 1 ? "label" : Path.GetFileNameWithoutExtension(candidate.Name);
            labels.Add(array.IsNumeric ? LabelColumn.FromValues(name, array.ToDouble()) : LabelColumn.FromText(name, array.ToText()));
        }
        LoadContext member = Member(context, examples);
        if (labels.Count > 0)
            member.Note($"labels from {string.Join(", ", choice.Labels[split].Select(label => label.Name))}");
        return DataSource.OpenFile(member, $"{source}/{split.ToString().ToLowerInvariant()}", labels);
    }
}
