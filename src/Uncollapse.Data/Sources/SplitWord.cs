namespace Uncollapse.Data.Sources;

/// <summary>Finds the word for a split in the name of a file, folder or array, as the field's data sets use it.</summary>
internal static class SplitWord
{
    /// <summary>The split a single word names, or null.</summary>
    public static Split? Of(string word) => word.ToLowerInvariant() switch
    {
        "train" or "training" => Split.Train,
        "valid" or "validation" or "val" or "dev" => Split.Validation,
        "test" or "testing" or "t10k" => Split.Test,
        _ => null,
    };

    /// <summary>The split in a name and the name with an asterisk in its place: <c>x_train</c> is (x_*, Train). Null where there is none.</summary>
    public static (string Stem, Split Split)? Find(string name)
    {
        for (int start = 0; start < name.Length;)
        {
            if (!char.IsAsciiLetterOrDigit(name[start]))
            {
                start++;
                continue;
            }
            int end = start;
            while (end < name.Length && char.IsAsciiLetterOrDigit(name[end]))
                end++;
            if (Of(name[start..end]) is { } split)
                return (string.Concat(name.AsSpan(0, start), "*", name.AsSpan(end)), split);
            start = end;
        }
        return null;
    }

    /// <summary>Whether a name says that it holds labels.</summary>
    public static bool IsLabel(string name) =>
        name.Split(['_', '-', '.', ' ', '*', '/']).Any(word => word.ToLowerInvariant() is "label" or "labels" or "target" or "targets" or "class" or "classes" or "y");
}
