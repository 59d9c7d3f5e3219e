using System.Text.Json;
using Uncollapse.Data;
using Uncollapse.Records;
using Uncollapse.Records.Treatments;

namespace Uncollapse.Treatment.Trials;

/// <summary>The folder of a treatment: <c>treatment.json</c>, the trials' runs, and in the end the accepted run itself.</summary>
public sealed class TreatmentFolder
{
    /// <summary>The record's file name.</summary>
    public const string RecordName = "treatment.json";

    private const string Trials = "trials";

    /// <summary>A folder, which need not exist.</summary>
    /// <param name="path">Its path.</param>
    public TreatmentFolder(string path)
    {
        Path = path;
    }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>The record's file.</summary>
    public string RecordFile => System.IO.Path.Combine(Path, RecordName);

    /// <summary>The run folder of a trial.</summary>
    /// <param name="name">Its name.</param>
    public string TrialPath(string name) => System.IO.Path.Combine(Path, Trials, name);

    /// <summary>The record.</summary>
    /// <exception cref="DataFormatException">There is none, or it is damaged.</exception>
    public TreatmentRecord Read()
    {
        if (!File.Exists(RecordFile)) throw new DataFormatException(Path, "", $"the folder of a treatment, with {RecordName}", "none", "It is what treat --out names");
        try
        {
            using FileStream stream = File.OpenRead(RecordFile);
            TreatmentRecord record = JsonSerializer.Deserialize(stream, RecordsJson.Default.TreatmentRecord) ?? throw new DataFormatException(RecordFile, "", "a treatment", "null");
            // What a record of an earlier version does not say is read as nothing at all, whatever its default is.
            return record with { LeftOut = record.LeftOut ?? [], CameToLight = record.CameToLight ?? [], Trials = [.. (record.Trials ?? []).Select(trial => trial with { Course = Math.Max(1, trial.Course) })] };
        }
        catch (JsonException error)
        {
            throw DataFormatException.AtLine(RecordFile, (error.LineNumber ?? 0) + 1, "a treatment in JSON", "something else", "", error);
        }
    }

    internal void Write(TreatmentRecord record)
    {
        Directory.CreateDirectory(Path);
        AtomicFile.WriteText(RecordFile, JsonSerializer.Serialize(record, RecordsJson.Default.TreatmentRecord) + "\n");
    }

    /// <summary>Makes a trial's run that of the folder itself.</summary>
    internal void Adopt(string name)
    {
        string trial = TrialPath(name);
        // Cut off after the last move, it is done.
        if (!Directory.Exists(trial)) return;
        foreach (string file in Directory.EnumerateFiles(trial)) File.Move(file, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)), overwrite: true);
        foreach (string folder in Directory.EnumerateDirectories(trial))
        {
            string target = System.IO.Path.Combine(Path, System.IO.Path.GetFileName(folder));
            if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
            Directory.Move(folder, target);
        }

        Directory.Delete(trial);
    }
}
