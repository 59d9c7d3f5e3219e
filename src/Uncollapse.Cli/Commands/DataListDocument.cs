namespace Uncollapse.Cli.Commands;

/// <summary>What <c>data list --json</c> writes.</summary>
internal sealed record DataListDocument(IReadOnlyList<DataListEntry> Datasets);
