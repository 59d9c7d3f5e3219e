namespace Uncollapse.Cli.Errors;

/// <summary>What <c>--json</c> writes when a command fails.</summary>
internal sealed record ErrorDocument(ErrorBody Error);
