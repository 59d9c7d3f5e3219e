using System.Globalization;
using System.Text.Json;
using Uncollapse.Data;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Text;
using Uncollapse.Models;
using Uncollapse.Records;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Loop;

namespace Uncollapse.Training.Runs;

/// <summary>
/// The folder of one training: <c>plan.yaml</c>, <c>run.json</c>, <c>history.jsonl</c>, <c>checkpoints/last.npz</c> and <c>checkpoints/best.npz</c>.
/// </summary>
/// <remarks><c>last.npz</c> is the truth about where the training stands; a crash between the writes of two files loses no more than the way back to it.</remarks>
public sealed class RunFolder
{
    /// <summary>The folder, inside a run's, of pictures that are made from it.</summary>
    public const string PictureFolder = "pictures";

    /// <summary>What the names of a report's own pictures begin with; those without it were asked for by name.</summary>
    public const string ReportPicture = "report-";

    private const string CheckpointFolder = "checkpoints";
    private const int LongestExtent = 1 << 28;

    /// <summary>The name of a run's vocabulary in its folder.</summary>
    public const string VocabularyName = "vocabulary.txt";

    /// <summary>The folder of sentences in a run's folder.</summary>
    public const string TextFolder = "texts";

    private static readonly string[] _diagnosis = ["diagnosis.json", "report.html"];

    // Everything that a run, a diagnosis of it and the commands that look at it leave behind under names of their own: what --force may
    // delete, and no more. What a model that is gone has drawn or encoded must not be taken for the new one's.
    private static readonly string[] _products = ["plan.yaml", "run.json", "history.jsonl", VocabularyName, .. _diagnosis, "codes.npy", "model.npz"];
    private static readonly string[] _pictures = ["samples.png", "reconstructions.png", "traversals.png"];
    private static readonly string[] _texts = ["samples.txt", "reconstructions.txt", "traversals.txt"];

    private readonly bool _planIsNew;

    private RunFolder(string path, Plan plan, bool planIsNew = false)
    {
        Path = path;
        Plan = plan;
        _planIsNew = planIsNew;
    }

    /// <summary>The folder, as it was named.</summary>
    public string Path { get; }

    /// <summary>What the run was, or is to be, trained from.</summary>
    public Plan Plan { get; }

    /// <summary>The file of the plan.</summary>
    public string PlanFile => In(Path, "plan.yaml");

    /// <summary>The file of <see cref="ReadInfo"/>.</summary>
    public string InfoFile => In(Path, "run.json");

    /// <summary>The file of <see cref="ReadHistory"/>.</summary>
    public string HistoryFile => In(Path, "history.jsonl");

    /// <summary>The file of <see cref="ReadVocabulary"/>; absent where the data are numbers.</summary>
    public string VocabularyFile => In(Path, VocabularyName);

    internal string LastCheckpointFile => In(Path, CheckpointFolder, "last.npz");

    internal string BestCheckpointFile => In(Path, CheckpointFolder, "best.npz");

    /// <summary>Makes the folder of a new run and writes its plan.</summary>
    /// <param name="path">A folder that is empty or does not exist.</param>
    /// <param name="plan">A validated plan.</param>
    /// <param name="force">Whether an earlier run in this folder may be deleted; files that are not a run's stay.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="DataFormatException">The path is a file, or a folder with something in it while <paramref name="force"/> is false.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static RunFolder Create(string path, Plan plan, bool force = false)
    {
        RefuseOccupied(path, force);
        Directory.CreateDirectory(path);
        Clear(path);
        Directory.CreateDirectory(In(path, CheckpointFolder));
        var folder = new RunFolder(path, plan);
        AtomicFile.WriteText(folder.PlanFile, PlanYaml.Format(plan));
        return folder;
    }

    /// <summary>Opens the folder of a run that was begun.</summary>
    /// <param name="path">A folder with a <c>plan.yaml</c>.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="DataFormatException">There is no run.</exception>
    /// <exception cref="PlanException">Its plan cannot be carried out.</exception>
    public static RunFolder Open(string path)
    {
        string plan = In(path, "plan.yaml");
        if (!File.Exists(plan))
        {
            string found = Directory.Exists(path) ? "a folder without plan.yaml" : File.Exists(path) ? "a file" : "nothing";
            throw new DataFormatException(path, "", "the folder of a run", found, "It is what train --out names");
        }

        return new RunFolder(path, PlanYaml.Read(plan));
    }

    /// <summary>The file of a checkpoint; <see cref="CheckpointKind.Best"/> is the last one where there is no best.</summary>
    /// <param name="kind">Which one.</param>
    /// <returns>A path; the file need not exist.</returns>
    public string CheckpointPath(CheckpointKind kind) =>
        kind == CheckpointKind.Best && File.Exists(BestCheckpointFile) ? BestCheckpointFile : LastCheckpointFile;

    /// <summary>The trained model.</summary>
    /// <param name="kind">Which weights; <see cref="CheckpointKind.Best"/> are the last ones where there are no best.</param>
    /// <returns>A model that the caller owns.</returns>
    /// <exception cref="DataFormatException">The checkpoint or <c>run.json</c> is absent or damaged, or belongs to another plan.</exception>
    public Vae<float> LoadModel(CheckpointKind kind = CheckpointKind.Best)
    {
        RunInfo info = ReadInfo();
        IReadOnlyList<int> shape = info.ExampleShape;
        long outputs = 1;
        foreach (int extent in shape) outputs = extent is >= 1 and <= LongestExtent && outputs <= LongestExtent ? outputs * extent : 0;
        if (shape.Count != 3 || outputs is < 1 or > LongestExtent)
            throw new DataFormatException(InfoFile, "example_shape", $"height, width and channels with a product of 1 to {LongestExtent}", $"[{string.Join(", ", shape)}]");
        return ModelLoader.Load(CheckpointPath(kind), Plan, ModelStatistics.Of(info, Plan.Model.Likelihood));
    }

    /// <summary>The run's data, divided and prepared exactly as in its training.</summary>
    /// <param name="source">What the plan does not say about the source.</param>
    /// <returns>The splits, which the caller owns.</returns>
    /// <exception cref="DataFormatException">The source cannot be read any more.</exception>
    public PreparedData OpenData(SourceOptions? source = null) => PreparedData.Open(
        Plan.Data, TrainingKeys.Data(Plan), (source ?? new SourceOptions()) with { Vocabulary = source?.Vocabulary ?? ReadVocabulary() });

    /// <summary>What the token ids of the run's text mean, from <c>vocabulary.txt</c>: it stays when the source is gone.</summary>
    /// <returns>The vocabulary; null where the data are numbers.</returns>
    /// <exception cref="DataFormatException">The file is damaged, or not of this run.</exception>
    public Vocabulary? ReadVocabulary()
    {
        if (!File.Exists(VocabularyFile)) return null;
        TextPlan text = Plan.Data.Text ?? new TextPlan();
        var vocabulary = Vocabulary.Read(VocabularyFile, text.Unit, text.Lower);
        if (!File.Exists(InfoFile) || ReadInfo().VocabularySize == vocabulary.Count) return vocabulary;
        throw new DataFormatException(VocabularyFile, "", $"the {ReadInfo().VocabularySize} tokens of the run", $"{vocabulary.Count} tokens", "Put the run's own file back, or delete it to make it anew from the data");
    }

    /// <summary>How the training stands.</summary>
    /// <returns>The content of <c>run.json</c>.</returns>
    /// <exception cref="DataFormatException">The file is absent or damaged.</exception>
    public RunInfo ReadInfo()
    {
        if (!File.Exists(InfoFile)) throw new DataFormatException(InfoFile, "", "the head of a run", "nothing", "The training never began; train anew");
        try
        {
            using FileStream stream = File.OpenRead(InfoFile);
            return JsonSerializer.Deserialize(stream, RecordsJson.Default.RunInfo) ?? throw new DataFormatException(InfoFile, "", "the head of a run", "null");
        }
        catch (JsonException error)
        {
            throw DataFormatException.AtLine(InfoFile, (error.LineNumber ?? 0) + 1, "the head of a run in JSON", "something else", "", error);
        }
    }

    /// <summary>Everything that was measured so far, oldest first.</summary>
    /// <returns>The lines of <c>history.jsonl</c>; a line cut short by a crash is left out.</returns>
    /// <exception cref="DataFormatException">A complete line is no entry.</exception>
    public IReadOnlyList<HistoryEntry> ReadHistory() => Runs.HistoryFile.Read(HistoryFile);

    /// <summary>The same folder under another plan, which <see cref="SavePlan"/> writes; the file stays as it is until then.</summary>
    internal RunFolder Under(Plan plan) => new(Path, plan, planIsNew: plan != Plan);

    /// <summary>Writes a plan that is not yet the file's.</summary>
    internal void SavePlan()
    {
        if (_planIsNew) AtomicFile.WriteText(PlanFile, PlanYaml.Format(Plan));
    }

    /// <summary>Renames what was diagnosed of weights that are about to move on, so that nobody takes it for the new ones'.</summary>
    /// <param name="epoch">The epoch that it is of.</param>
    /// <returns>What was done, in words; null where nothing had been diagnosed.</returns>
    internal string? SetDiagnosisAside(int epoch)
    {
        var moved = new List<string>();
        foreach (string name in _diagnosis)
        {
            if (!File.Exists(In(Path, name))) continue;
            string aside = string.Create(CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileNameWithoutExtension(name)}-epoch-{epoch}{System.IO.Path.GetExtension(name)}");
            File.Move(In(Path, name), In(Path, aside), overwrite: true);
            moved.Add($"{name} is now {aside}");
        }

        return moved.Count == 0 ? null : $"the training goes on after it was diagnosed: {string.Join(", ", moved)}";
    }

    internal void WriteVocabulary(Vocabulary vocabulary) => vocabulary.Write(VocabularyFile);

    internal void WriteInfo(RunInfo info) => AtomicFile.WriteText(InfoFile, JsonSerializer.Serialize(info, RecordsJson.Default.RunInfo) + "\n");

    /// <summary>Refuses what <see cref="Create"/> would refuse, so that this is known before a long load of data.</summary>
    internal static void RefuseOccupied(string path, bool force)
    {
        if (File.Exists(path)) throw new DataFormatException(path, "", "a new or empty folder", "a file", "Name another folder");
        if (force || !Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any()) return;
        throw new DataFormatException(
            path, "", "a new or empty folder", "a folder with files in it", "Name another folder, resume the run, or force it to be replaced");
    }

    private static void Clear(string path)
    {
        foreach (string product in _products) File.Delete(In(path, product));
        foreach (string name in _diagnosis)
        {
            string aside = $"{System.IO.Path.GetFileNameWithoutExtension(name)}-epoch-*{System.IO.Path.GetExtension(name)}";
            foreach (string file in Directory.EnumerateFiles(path, aside)) File.Delete(file);
        }

        DeleteFrom(In(path, PictureFolder), [.. _pictures, .. _pictures.Select(picture => ReportPicture + picture)]);
        DeleteFrom(In(path, TextFolder), _texts);

        string checkpoints = In(path, CheckpointFolder);
        if (!Directory.Exists(checkpoints)) return;
        foreach (string file in Directory.EnumerateFiles(checkpoints, "*.npz")) File.Delete(file);
    }

    /// <summary>Deletes files of a folder, and the folder where nothing is left.</summary>
    private static void DeleteFrom(string folder, IEnumerable<string> names)
    {
        if (!Directory.Exists(folder)) return;
        foreach (string name in names) File.Delete(In(folder, name));
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    private static string In(params ReadOnlySpan<string> parts) => System.IO.Path.Combine(parts);
}
