using System.Text.RegularExpressions;
using Uncollapse.Tests;

namespace Uncollapse.Repository.Tests;

/// <summary>A C# file of the checkout.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    internal int Lines => Text.AsSpan().Count('\n');

    internal string Relative => System.IO.Path.GetRelativePath(TestFiles.Root, Path).Replace('\\', '/');

    internal static IReadOnlyList<SourceFile> Under(params string[] folders) =>
    [
        .. folders.Select(folder => System.IO.Path.Combine(TestFiles.Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(path => !Generated().IsMatch(path.Replace('\\', '/')))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(path))),
    ];

    [GeneratedRegex("/(bin|obj)/")]
    private static partial Regex Generated();
}
