namespace Uncollapse.Cli.Commands;

/// <summary>What <c>data fetch --json</c> writes.</summary>
internal sealed record DataFetchDocument(string Name, string Folder, IReadOnlyList<string> Files);
