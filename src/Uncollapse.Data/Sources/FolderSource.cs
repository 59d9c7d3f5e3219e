using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Idx;
using Uncollapse.Data.Input;
using Uncollapse.Data.Npy;
using Uncollapse.Data.Png;
using Uncollapse.Records;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Sources;

/// <summary>
/// A folder as a source: files that are splits of one data set (MNIST's train and t10k, binarized_mnist_train, _valid, _test) with
/// their label files, or one data file, or PNG pictures, or texts that are splits of one data set.
/// </summary>
internal static class FolderSource
{
    private const int MostFiles = 4096;

    /// <summary>Opens a folder.</summary>
    public static SourceData Open(LoadContext context) => Open(context, context.Name);

    /// <summary>Opens a folder under a name of its own.</summary>
    public static SourceData Open(LoadContext context, string name)
    {
        if (CountFolder.TryOpen(context) is { } counts)
            return counts;
        (List<Candidate> candidates, List<Candidate> texts, bool pictures) = Survey(context);
        Choice? choice = ChooseArrays(context, candidates, pictures);
        if (choice is null && (!pictures || context.Options.Kind == DataKind.Text) && ChooseTexts(context, texts) is { } chosen)
            return OpenTexts(context, name, chosen);
        if (choice is null)
            return PngSource.Open(PngCollection.OfFolder(context.Source), context);
        if (IsAlone(choice))
            return DataSource.OpenFileWithSplits(Member(context, choice.Train));
        return new SourceData(
            Load(context, name, choice, choice.Train, Split.Train)!,
            Load(context, name, choice, choice.Validation, Split.Validation),
            Load(context, name, choice, choice.Test, Split.Test));
    }

    /// <summary>Whether <see cref="Open(LoadContext)"/> would read texts.</summary>
    public static bool HoldsText(LoadContext context)
    {
        (List<Candidate> candidates, List<Candidate> texts, bool pictures) = Survey(context);
        return ChooseArrays(context, candidates, pictures) is null && (!pictures || context.Options.Kind == DataKind.Text) && ChooseTexts(context, texts) is not null;
    }

    /// <summary>The one file that <see cref="Open(LoadContext)"/> would read as if it had been named itself; null where there are others with it, or none.</summary>
    public static LoadContext? OnlyFile(LoadContext context)
    {
        (List<Candidate> candidates, _, bool pictures) = Survey(context);
        return ChooseArrays(context, candidates, pictures) is { } choice && IsAlone(choice) ? Member(context, choice.Train) : null;
    }

    private static bool IsAlone(Choice choice) => choice.Validation is null && choice.Test is null && choice.Labels.Values.All(list => list.Count == 0);

    private static Choice? ChooseArrays(LoadContext context, List<Candidate> candidates, bool pictures) =>
        candidates.Count > 0 && !(pictures && !candidates.Any(candidate => candidate.CanBeExamples))
            ? Choice.Among(context.Source, candidates, null, "Name the file instead of the folder")
            : null;

    /// <summary>Texts are taken where nothing else is there: notes lie beside data of every kind.</summary>
    private static Choice? ChooseTexts(LoadContext context, List<Candidate> texts)
    {
        bool meant = context.Options.Kind == DataKind.Text || texts.Any(text => SplitWord.Find(text.Name) is not null);
        if (texts.Count > 1 && texts.All(text => SplitWord.Find(text.Name) is { Split: not Split.Train }))
        {
            string names = string.Join(", ", texts.Select(text => text.Name));
            throw new DataFormatException(context.Source, "", "a file to train on beside those to test on, such as train.txt", $"only {names}", "A folder of texts needs train.txt; to use one file for all, name the file instead of the folder");
        }

        return meant && texts.Count > 0 ? Choice.Among(context.Source, texts, null, "Name the file instead of the folder") : null;
    }

    private static SourceData OpenTexts(LoadContext context, string name, Choice choice)
    {
        TextPart? Part(Candidate? file, Split split) =>
            file is null ? null : TextSource.Read(Member(context, file), $"{name}/{split.ToString().ToLowerInvariant()}");
        return choice.Validation is null && choice.Test is null
            ? TextSource.Open(Member(context, choice.Train))
            : TextSource.Join(Part(choice.Train, Split.Train)!, Part(choice.Validation, Split.Validation), Part(choice.Test, Split.Test), context.Options);
    }

    private static (List<Candidate> Arrays, List<Candidate> Texts, bool Pictures) Survey(LoadContext context)
    {
        string folder = context.Source;
        bool pictures;
        var texts = new List<Candidate>();
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
        var archives = new List<Candidate>();
        foreach (string file in files.Take(MostFiles))
        {
            if (!RegularFile.HasBytes(file))
                continue;
            DataFormat format = new LoadContext(file, context.Options).Recognise();
            pictures |= format == DataFormat.Png;
            if (format == DataFormat.Hdf5)
                archives.Add(new Candidate(Path.GetFileName(file), [], IsNumeric: true));
            else if (format == DataFormat.Text)
                texts.Add(new Candidate(Path.GetFileName(file), [], IsNumeric: true));
            else if (Describe(file, format) is { } candidate)
                candidates.Add(candidate);
        }
        // Where data of other formats lies, an HDF5 file beside it is somebody's model or result.
        return (candidates.Count > 0 ? candidates : archives, texts, pictures);
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
