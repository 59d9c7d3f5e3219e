using System.Text;

namespace Uncollapse.Cli.Runs;

/// <summary>Names for run folders that the user did not name.</summary>
internal static class RunNames
{
    private const string Parent = "runs";

    /// <summary>A folder below <c>runs</c> that does not exist yet, named after the plan's file or the data.</summary>
    internal static string Fresh(string? planFile, string source)
    {
        string name = Name(planFile, source);
        string path = Path.Combine(Parent, name);
        for (int number = 2; Path.Exists(path); number++) path = Path.Combine(Parent, $"{name}-{number}");
        return path;
    }

    /// <summary>The folder of a sweep, which may exist: one that goes on has the name that it had.</summary>
    internal static string Sweep(string? planFile, string source) => Path.Combine(Parent, $"{Name(planFile, source)}-sweep");

    private static string Name(string? planFile, string source) => Slug(planFile is null ? LastPart(source) : Path.GetFileNameWithoutExtension(planFile));

    private static string LastPart(string source)
    {
        string address = source.Split('?')[0];
        string last = address[(address.LastIndexOf(':') + 1)..];
        return Path.GetFileName(Path.TrimEndingDirectorySeparator(last)).Split('.')[0];
    }

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (char letter in text.ToLowerInvariant()) slug.Append(char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-');
        return slug.ToString().Trim('-') is { Length: > 0 } name ? name : "run";
    }
}
