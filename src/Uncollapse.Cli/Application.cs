using System.CommandLine;
using System.CommandLine.Help;
using Uncollapse.Cli.Commands;
using Uncollapse.Cli.Errors;
using Uncollapse.Cli.Help;
using Uncollapse.Cli.Options;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Cli;

/// <summary>The program without its process: a command line goes in, an exit code comes out, text goes to the given streams.</summary>
public sealed class Application
{
    private readonly CommonOptions _common = new();
    private readonly CliStreams _streams;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancellation;
    private readonly RootCommand _root;

    private Application(CliStreams streams, TimeProvider clock, CancellationToken cancellation)
    {
        _streams = streams;
        _clock = clock;
        _cancellation = cancellation;
        _root = new RootCommand("Trains variational autoencoders and tells whether, where and how much their posterior collapsed.");
        _root.Options.Clear();
        _root.Add(new HelpOption("--help", "-h") { Action = new HelpPrinter(_root, _common), Description = "show help" });
        _root.Add(new VersionOption("--version") { Description = "show the version", Action = new VersionPrinter() });
        _common.AddTo(_root);
        _root.Add(new TrainCommand(this));
        _root.Add(new DiagnoseCommand(this));
        _root.Add(new PredictCommand(this));
        _root.Add(new EmbedCommand(this));
        _root.Add(new SampleCommand(this));
        _root.Add(new ReconstructCommand(this));
        _root.Add(new TraverseCommand(this));
        _root.Add(new ExportCommand(this));
        _root.Add(new SweepCommand(this));
        _root.Add(new TreatCommand(this));
        _root.Add(new RemediesCommand(this));
        _root.Add(new ZooCommand(this));
        _root.Add(new DataCommand(this));
        _root.Add(new CompletionCommand(this));
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="streams">Where to write.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Stops the command; what it has done is saved where there is something to save.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, CliStreams streams, TimeProvider clock, CancellationToken cancellation)
    {
        var application = new Application(streams, clock, cancellation);
        if (arguments.Count == 0)
        {
            application.Invoke(application._root.Parse(["--help"]));
            return ExitCode.Usage;
        }

        if (arguments[0] == "help") return application.Help([.. arguments.Skip(1)]);
        ParseResult parse = application._root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is { } action && action is HelpPrinter or VersionPrinter || parse.Tokens.Any(token => token.Type == System.CommandLine.Parsing.TokenType.Directive))
        {
            return application.Invoke(parse);
        }

        if (UsageErrors.Find(parse) is { } error)
        {
            return application.Execute(parse, _ => throw error);
        }

        return application.Invoke(parse);
    }

    /// <summary>Runs a command's body and turns what it throws into an error's lines and a code.</summary>
    internal int Execute(ParseResult parse, Func<CliContext, int> body)
    {
        var context = new CliContext(_streams, _common.Read(parse), _clock, _cancellation);
        try
        {
            if (context.Common.Threads is { } threads) Workers.Count = threads;
            return body(context);
        }
#pragma warning disable CA1031 // This is the one place that meets every exception and says it in a line.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var report = ErrorReport.Of(error);
            report.Write(context, error);
            return report.ExitCode;
        }
    }

    // 'help train' is 'train --help', but for no command that there is not.
    private int Help(string[] command)
    {
        ParseResult asked = _root.Parse(command);
        return asked.UnmatchedTokens.Count > 0 && UsageErrors.Find(asked) is { } error
            ? Execute(asked, _ => throw error)
            : Invoke(_root.Parse([.. command, "--help"]));
    }

    private int Invoke(ParseResult parse) => parse.Invoke(new InvocationConfiguration
    {
        Output = _streams.Output,
        Error = _streams.Error,
        EnableDefaultExceptionHandler = false,
        // Signals are the program's own to handle: a training needs the time to save.
        ProcessTerminationTimeout = null,
    });
}
