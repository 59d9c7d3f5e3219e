using Uncollapse.Cli.Options;
using Uncollapse.Cli.Terminal;

namespace Uncollapse.Cli;

/// <summary>What a command gets to work with: where to write, the options all commands share, the clock, and when to stop.</summary>
internal sealed class CliContext
{
    internal CliContext(CliStreams streams, CommonValues common, TimeProvider clock, CancellationToken cancellation)
    {
        Streams = streams;
        Common = common;
        Clock = clock;
        Cancellation = cancellation;
        Terminal = new SpectreTerminal(streams, common);
    }

    internal CliStreams Streams { get; }

    internal CommonValues Common { get; }

    internal TimeProvider Clock { get; }

    internal CancellationToken Cancellation { get; }

    /// <summary>People's output. Under <c>--json</c> its results are silent; under <c>--quiet</c> its notes are.</summary>
    internal ITerminal Terminal { get; }

    /// <summary>Writes the command's one JSON document where <c>--json</c> asks for it.</summary>
    internal void Json(Func<string> document)
    {
        if (Common.Json) Streams.Output.WriteLine(document());
    }
}
