using System.Globalization;

namespace Uncollapse.Data.Datasets;

/// <summary>Where examples come from, in a form that goes into a run's records.</summary>
/// <param name="Source">The path or built-in name.</param>
/// <param name="Format">The format, as recognised from the content.</param>
/// <param name="Bytes">Size of the file or files; 0 when the data is drawn.</param>
/// <param name="Sha256">The file's SHA-256 in hexadecimal, or null where it is drawn, a folder of many files, or beyond 256 MiB.</param>
/// <param name="Notes">Choices the reader made that a user may want to know: the variable taken, rows or columns as examples.</param>
public sealed record DataProvenance(string Source, string Format, long Bytes, string? Sha256, IReadOnlyList<string> Notes)
{
    /// <summary>One line: source, format, size, checksum, notes.</summary>
    public override string ToString()
    {
        string size = Bytes > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Bytes} bytes") : "";
        string hash = Sha256 is null ? "" : $", sha256 {Sha256}";
        string notes = Notes.Count == 0 ? "" : "; " + string.Join("; ", Notes);
        return $"{Source} ({Format}{size}{hash}){notes}";
    }
}
