namespace Uncollapse.Cli;

/// <summary>Something a command cannot do, said in one line, with a hint and the exit code it deserves.</summary>
internal sealed class CliException : Exception
{
    private CliException(int exitCode, string message, string? hint)
        : base(message)
    {
        ExitCode = exitCode;
        Hint = hint;
    }

    internal int ExitCode { get; }

    internal string? Hint { get; }

    internal static CliException Usage(string message, string? hint = null) => new(Cli.ExitCode.Usage, message, hint);

    internal static CliException Interrupted(string message, string hint) => new(Cli.ExitCode.Interrupted, message, hint);

    internal static CliException BadInput(string message, string? hint = null) => new(Cli.ExitCode.BadInput, message, hint);
}
