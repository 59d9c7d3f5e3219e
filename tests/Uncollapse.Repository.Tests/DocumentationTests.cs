using System.Text.RegularExpressions;
using Uncollapse.Tests;

namespace Uncollapse.Repository.Tests;

public sealed partial class DocumentationTests
{
    private static readonly string[] _documents =
    [
        Path.Combine(TestFiles.Root, "README.md"),
        .. Directory.EnumerateFiles(Path.Combine(TestFiles.Root, "docs"), "*.md", SearchOption.AllDirectories),
    ];

    [Fact]
    public void LinksToFilesLeadSomewhere()
    {
        string[] broken =
        [
            .. _documents.SelectMany(document => Link().Matches(File.ReadAllText(document))
                .Select(match => match.Groups["target"].Value.Split('#')[0])
                .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
                .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
                .Select(target => $"{Path.GetFileName(document)}: {target}")),
        ];
        Assert.True(broken.Length == 0, string.Join('\n', broken));
    }

    [Fact]
    public void EveryCSharpBlockIsASampleThatIsCompiledAndRun()
    {
        // samples/ is built with the solution and run by the command line's tests; a block in a document must be one of its files.
        string[] samples = [.. SourceFile.Under("samples").Select(file => file.Text.Trim())];
        foreach (string document in _documents)
        {
            foreach (Match block in CSharpBlock().Matches(File.ReadAllText(document)))
            {
                Assert.True(samples.Contains(block.Groups["code"].Value.Trim()), $"{Path.GetFileName(document)}: a C# block that is no file of samples/");
            }
        }
    }

    [Fact]
    public void TheReadmeNamesTheTestCommandThatCiRuns()
    {
        const string Command = "dotnet test -c Release";
        Assert.Contains(Command, File.ReadAllText(Path.Combine(TestFiles.Root, "README.md")), StringComparison.Ordinal);
        Assert.Contains(Command, File.ReadAllText(Path.Combine(TestFiles.Root, "tools", "check.sh")), StringComparison.Ordinal);
        Assert.Contains("tools/check.sh", File.ReadAllText(Path.Combine(TestFiles.Root, ".ci", "run")), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
