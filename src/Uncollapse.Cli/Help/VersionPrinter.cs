using System.CommandLine;
using System.CommandLine.Invocation;

namespace Uncollapse.Cli.Help;

/// <summary>Prints the version with its commit.</summary>
internal sealed class VersionPrinter : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(ToolVersion.Line);
        return ExitCode.Done;
    }
}
