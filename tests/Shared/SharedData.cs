namespace Uncollapse.Tests;

/// <summary>
/// Real data sets that live beside a checkout in <c>shared/data</c> (or where UNCOLLAPSE_SHARED points). They are never part of
/// the project; a test that needs one is a <see cref="SharedDataFactAttribute"/> and skips, loudly, where it is absent.
/// </summary>
public static class SharedData
{
    /// <summary>The folder, or null where there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The path of a file or folder in it.</summary>
    public static string Path(string relative) =>
        System.IO.Path.Combine(Root ?? throw new InvalidOperationException("mark the test with SharedDataFact"), relative);

    /// <summary>Whether a file or folder is there.</summary>
    public static bool Has(string relative) => Root is not null && System.IO.Path.Exists(System.IO.Path.Combine(Root, relative));

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("UNCOLLAPSE_SHARED") is { Length: > 0 } named) return System.IO.Path.Combine(named, "data");
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate)) return candidate;
        }

        return null;
    }
}
