namespace Uncollapse.Data;

/// <summary>
/// The one exception of every reader in this room: what was read, where, what was expected there and what was found, in one line.
/// </summary>
public sealed class DataFormatException : Exception
{
    /// <summary>Creates the exception; its message is <c>path: location: expected …, found …. hint</c>.</summary>
    /// <param name="path">The file, folder, archive member (<c>a.npz!mu.npy</c>) or built-in name that was read.</param>
    /// <param name="location">Where in it: <c>byte 12</c>, <c>line 3, column 4</c>, or empty when the whole is meant.</param>
    /// <param name="expected">What the reader needed there, as a noun phrase.</param>
    /// <param name="found">What was there instead.</param>
    /// <param name="hint">What to do about it; may be empty.</param>
    /// <param name="inner">The cause, when another layer reported it.</param>
    public DataFormatException(string path, string location, string expected, string found, string hint = "", Exception? inner = null)
        : base(Compose(path, location, expected, found, hint), inner)
    {
        Path = OneLine(path);
        Location = OneLine(location);
        Expected = OneLine(expected);
        Found = OneLine(found);
        Hint = OneLine(hint);
    }

    /// <summary>The file, folder, archive member or built-in name that was read.</summary>
    public string Path { get; }

    /// <summary>Where in the file; empty when the whole file is meant.</summary>
    public string Location { get; }

    /// <summary>What the reader needed.</summary>
    public string Expected { get; }

    /// <summary>What it found.</summary>
    public string Found { get; }

    /// <summary>What to do about it; may be empty.</summary>
    public string Hint { get; }

    /// <summary>An error at a byte offset of the (unpacked) file.</summary>
    public static DataFormatException AtByte(string path, long offset, string expected, string found, string hint = "", Exception? inner = null) =>
        new(path, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"byte {offset}"), expected, found, hint, inner);

    /// <summary>An error at a line of a text file, counted from 1.</summary>
    public static DataFormatException AtLine(string path, long line, string expected, string found, string hint = "", Exception? inner = null) =>
        new(path, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {line}"), expected, found, hint, inner);

    private static string Compose(string path, string location, string expected, string found, string hint)
    {
        string where = location.Length == 0 ? path : $"{path}: {location}";
        string advice = hint.Length == 0 ? "" : $". {hint}";
        return OneLine($"{where}: expected {expected}, found {found}{advice}");
    }

    /// <summary>Hostile files put control characters into names and values; a message stays one printable line of bounded length.</summary>
    private static string OneLine(string text)
    {
        const int longest = 1000;
        string cut = text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest), "…");
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
    }
}
