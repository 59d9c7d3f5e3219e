namespace Uncollapse.Cli;

/// <summary>Where the program writes, and whether people look at it.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Progress, notes and errors.</param>
/// <param name="OutputIsTerminal">Whether results go to a terminal.</param>
/// <param name="ErrorIsTerminal">Whether progress goes to a terminal, and so may be redrawn.</param>
public sealed record CliStreams(TextWriter Output, TextWriter Error, bool OutputIsTerminal = false, bool ErrorIsTerminal = false)
{
    /// <summary>The process's own streams.</summary>
    public static CliStreams Console => new(
        System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected, !System.Console.IsErrorRedirected);
}
