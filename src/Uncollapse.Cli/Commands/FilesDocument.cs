namespace Uncollapse.Cli.Commands;

/// <summary>What commands that write files say with <c>--json</c>: from which weights, where, and the shape of what was written.</summary>
internal sealed record FilesDocument(string Run, string Checkpoint, IReadOnlyList<string> Files, IReadOnlyList<int> Shape, long Seed);
