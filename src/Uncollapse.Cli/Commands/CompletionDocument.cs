namespace Uncollapse.Cli.Commands;

/// <summary>What <c>completion --json</c> writes.</summary>
internal sealed record CompletionDocument(string Shell, string Script);
