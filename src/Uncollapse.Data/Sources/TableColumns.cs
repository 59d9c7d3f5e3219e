using System.Globalization;

namespace Uncollapse.Data.Sources;

/// <summary>Which column of a table holds labels.</summary>
internal static class TableColumns
{
    // Header names that mean labels in the tables of the field.
    private static readonly string[] LabelNames = ["label", "labels", "class", "target", "y", "category"];

    /// <summary>The index of the label column, or -1.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">How many columns there are.</param>
    /// <param name="header">Their names, or null.</param>
    /// <param name="declared">What the user said: a name, an index from 0, <c>last</c>, <c>none</c>, or null.</param>
    /// <param name="text">Columns that are not numbers in the first row of data.</param>
    public static int FindLabel(string path, int columns, string[]? header, string? declared, IReadOnlyList<int> text)
    {
        if (declared is null or "")
        {
            int named = header is null ? -1 : Array.FindIndex(header, name => LabelNames.Contains(name.ToLowerInvariant()));
            if (named < 0 && text.Count == 1)
                named = text[0];
            return named;
        }
        if (declared == "none")
            return -1;
        if (declared == "last")
            return columns - 1;
        int byName = header is null ? -1 : Array.IndexOf(header, declared);
        if (byName >= 0)
            return byName;
        if (int.TryParse(declared, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < columns)
            return index;
        string known = header is null ? $"an index from 0 to {columns - 1}, 'last' or 'none' (there is no header)" : $"a column of the header ({string.Join(", ", header.Take(12))}), an index, 'last' or 'none'";
        throw new DataFormatException(path, "line 1", known, $"the label column '{declared}'");
    }
}
