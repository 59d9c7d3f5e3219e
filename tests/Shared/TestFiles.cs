namespace Uncollapse.Tests;

/// <summary>Files of the checkout that tests read, and folders they may write.</summary>
public static class TestFiles
{
    /// <summary>The root of the checkout: the folder of Uncollapse.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file of tests/Golden, made by the script of provenance in tools/reference.</summary>
    public static string Golden(string relative) => Path.Combine(Root, "tests", "Golden", relative);

    /// <summary>A fresh empty folder outside the checkout.</summary>
    public static string TemporaryFolder() => Directory.CreateTempSubdirectory("uncollapse-test-").FullName;

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Uncollapse.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("tests run from inside a checkout");
    }
}
