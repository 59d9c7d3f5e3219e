namespace Uncollapse.Cli.Commands;

/// <summary><c>remedies --json</c>.</summary>
internal sealed record RemediesDocument(IReadOnlyList<RemedyEntry> Remedies);
