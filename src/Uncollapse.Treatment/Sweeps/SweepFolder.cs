using System.Text.Json;
using Uncollapse.Data;
using Uncollapse.Records;
using Uncollapse.Records.Sweeps;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>The folder of a sweep: <c>sweep.json</c>, <c>sweep.csv</c>, and a run folder for each cell.</summary>
public sealed class SweepFolder
{
    /// <summary>The record's file name.</summary>
    public const string RecordName = "sweep.json";

    /// <summary>The name of the table of cells.</summary>
    public const string TableName = "sweep.csv";

    /// <summary>The name that a report of the sweep has.</summary>
    public const string ReportName = "sweep.html";

    /// <summary>A folder, which need not exist.</summary>
    /// <param name="path">Its path.</param>
    public SweepFolder(string path)
    {
        Path = path;
    }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>The record's file.</summary>
    public string RecordFile => System.IO.Path.Combine(Path, RecordName);

    /// <summary>The run folder of a cell.</summary>
    /// <param name="name">Its name.</param>
    public string CellPath(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The record.</summary>
    /// <exception cref="DataFormatException">There is none, or it is damaged.</exception>
    public SweepRecord Read()
    {
        if (!File.Exists(RecordFile)) throw new DataFormatException(Path, "", $"the folder of a sweep, with {RecordName}", "none", "It is what sweep --out names");
        try
        {
            using FileStream stream = File.OpenRead(RecordFile);
            return JsonSerializer.Deserialize(stream, RecordsJson.Default.SweepRecord) ?? throw new DataFormatException(RecordFile, "", "a sweep", "null");
        }
        catch (JsonException error)
        {
            throw DataFormatException.AtLine(RecordFile, (error.LineNumber ?? 0) + 1, "a sweep in JSON", "something else", "", error);
        }
    }

    internal void Write(SweepRecord record)
    {
        Directory.CreateDirectory(Path);
        AtomicFile.WriteText(RecordFile, JsonSerializer.Serialize(record, RecordsJson.Default.SweepRecord) + "\n");
        AtomicFile.WriteText(System.IO.Path.Combine(Path, TableName), SweepTable.Csv(record));
    }

    /// <summary>Refuses a folder that a new sweep may not have.</summary>
    /// <param name="force">Whether an earlier sweep may be there, as it is to be replaced.</param>
    /// <exception cref="DataFormatException">It is a file, has other files in it, or an earlier sweep.</exception>
    public void RefuseOccupied(bool force)
    {
        if (File.Exists(Path)) throw new DataFormatException(Path, "", "a new or empty folder", "a file", "Name another folder");
        if (!Directory.Exists(Path) || !Directory.EnumerateFileSystemEntries(Path).Any()) return;
        bool own = File.Exists(RecordFile);
        if (!own || !force) throw new DataFormatException(Path, "", "a new or empty folder", own ? "a sweep" : "a folder with other files in it", own ? "Go on with it (--resume), replace it (--force), or name another folder" : "Name another folder");
    }

    /// <summary>The runs of an earlier sweep that is to be replaced.</summary>
    /// <returns>The names of their folders.</returns>
    /// <exception cref="DataFormatException">Its record is damaged, and does not tell which folders are its own.</exception>
    internal IReadOnlyList<string> Earlier()
    {
        if (!File.Exists(RecordFile)) return [];
        try
        {
            // A name is a folder of this one's own, whatever a record made by hand says.
            return [.. Read().Cells.Select(cell => cell.Name).Where(name => name == System.IO.Path.GetFileName(name) && name.Trim('.').Length > 0 && Directory.Exists(CellPath(name)))];
        }
        catch (DataFormatException error)
        {
            throw new DataFormatException(error.Path, error.Location, "the record of the sweep that is to be replaced, which tells its runs from other files", error.Found, "Delete the folder, or name another", error);
        }
    }

    /// <summary>Deletes an earlier sweep: its records and the runs that they name, and nothing else.</summary>
    internal void Clear(IReadOnlyList<string> runs)
    {
        if (!Directory.Exists(Path)) return;
        foreach (string name in runs) Directory.Delete(CellPath(name), recursive: true);
        foreach (string name in (string[])[RecordName, TableName, ReportName]) File.Delete(System.IO.Path.Combine(Path, name));
    }
}
