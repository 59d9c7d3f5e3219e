using System.Xml.Linq;
using Uncollapse.Tests;

namespace Uncollapse.Repository.Tests;

public sealed class ProjectGraphTests
{
    // The direction of the house (docs/architecture.md): a room sees the rooms on its right and no other.
    private static readonly Dictionary<string, string[]> _allowed = new(StringComparer.Ordinal)
    {
        ["Records"] = [],
        ["Tensors"] = [],
        ["Data"] = ["Records", "Tensors"],
        ["Models"] = ["Records", "Tensors"],
        ["Training"] = ["Data", "Models", "Records", "Tensors"],
        ["Diagnosis"] = ["Data", "Models", "Records", "Tensors"],
        ["Reporting"] = ["Records"],
        ["Treatment"] = ["Data", "Diagnosis", "Models", "Records", "Tensors", "Training"],
        ["Zoo"] = ["Data", "Diagnosis", "Models", "Records", "Tensors", "Training", "Treatment"],
        ["Cli"] = ["Data", "Diagnosis", "Models", "Records", "Reporting", "Tensors", "Training", "Treatment", "Zoo"],
    };

    [Fact]
    public void RoomsSeeOnlyWhatTheHouseAllows()
    {
        Dictionary<string, string[]> graph = Graph();
        Assert.Equal(_allowed.Keys.Order(StringComparer.Ordinal), graph.Keys.Order(StringComparer.Ordinal));
        foreach ((string room, string[] references) in graph) Assert.Equal(_allowed[room], references);
    }

    [Fact]
    public void TheDrawingInTheDocsIsTheGraph()
    {
        IEnumerable<string> edges = Graph()
            .SelectMany(room => room.Value.Select(reference => $"    {room.Key} --> {reference}"))
            .Order(StringComparer.Ordinal);
        string drawing = "```mermaid\ngraph LR\n" + string.Join('\n', edges) + "\n```";
        string docs = File.ReadAllText(Path.Combine(TestFiles.Root, "docs", "architecture.md"));
        Assert.True(docs.Contains(drawing, StringComparison.Ordinal), "docs/architecture.md should hold:\n" + drawing);
    }

    private static Dictionary<string, string[]> Graph() =>
        Directory.GetFiles(Path.Combine(TestFiles.Root, "src"), "*.csproj", SearchOption.AllDirectories).ToDictionary(
            project => Room(project),
            project => XDocument.Load(project).Descendants("ProjectReference")
                .Select(reference => Room(reference.Attribute("Include")!.Value)).Order(StringComparer.Ordinal).ToArray(),
            StringComparer.Ordinal);

    private static string Room(string project) =>
        Path.GetFileNameWithoutExtension(project.Replace('\\', '/'))["Uncollapse.".Length..];
}
