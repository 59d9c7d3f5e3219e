namespace Uncollapse.Cli.Errors;

/// <summary>What went wrong, what to do, and the exit code.</summary>
internal sealed record ErrorBody(string Message, string? Hint, int ExitCode);
