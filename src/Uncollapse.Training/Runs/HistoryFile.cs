using System.Text.Json;
using Uncollapse.Data;
using Uncollapse.Records;
using Uncollapse.Records.History;

namespace Uncollapse.Training.Runs;

/// <summary>The file <c>history.jsonl</c>: one <see cref="HistoryEntry"/> a line, appended as the training goes.</summary>
internal static class HistoryFile
{
    /// <summary>Appends a line and hands it to the operating system, so that a killed program loses no finished line.</summary>
    internal static void Append(string path, HistoryEntry entry)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(entry, RecordsJson.Line.HistoryEntry);
        using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        stream.Write([.. json, (byte)'\n']);
    }

    /// <summary>All entries. A last line without its end, left by a crash, is not counted; an absent file is an empty history.</summary>
    /// <exception cref="DataFormatException">A complete line is no entry.</exception>
    internal static IReadOnlyList<HistoryEntry> Read(string path)
    {
        if (!File.Exists(path)) return [];
        var entries = new List<HistoryEntry>();
        string text = File.ReadAllText(path);
        int line = 0;
        for (int start = 0; text.IndexOf('\n', start) is var end and >= 0; start = end + 1)
        {
            line++;
            if (end == start) continue;
            entries.Add(Parse(path, line, text.AsSpan(start, end - start)));
        }

        return entries;
    }

    /// <summary>Cuts off what a crashed or interrupted training wrote beyond the checkpoint that it goes on from.</summary>
    internal static void Rewind(string path, int epoch, long step)
    {
        IEnumerable<string> kept = Read(path)
            .Where(entry => entry.Step <= step && entry.Epoch <= epoch)
            .Select(entry => JsonSerializer.Serialize(entry, RecordsJson.Line.HistoryEntry) + "\n");
        AtomicFile.WriteText(path, string.Concat(kept));
    }

    private static HistoryEntry Parse(string path, int line, ReadOnlySpan<char> text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, RecordsJson.Line.HistoryEntry)
                ?? throw DataFormatException.AtLine(path, line, "a history entry", "null");
        }
        catch (JsonException error)
        {
            throw DataFormatException.AtLine(path, line, "a history entry in JSON", "something else", "Delete the line, or train anew", error);
        }
    }
}
