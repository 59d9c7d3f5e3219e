namespace Uncollapse.Cli.Commands;

/// <summary>A data set known by name: <c>folder</c> is where it lies, null where it is drawn or not fetched yet.</summary>
internal sealed record DataListEntry(string Name, string Description, string Parameters, bool Downloaded, string? Folder);
