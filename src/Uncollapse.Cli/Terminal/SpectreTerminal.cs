using Spectre.Console;
using Uncollapse.Cli.Options;

namespace Uncollapse.Cli.Terminal;

/// <summary>The terminal by Spectre.Console: the only file, with its bar, that knows the library.</summary>
internal sealed class SpectreTerminal : ITerminal
{
    private readonly IAnsiConsole? _results;
    private readonly IAnsiConsole? _notes;
    private readonly bool _live;

    internal SpectreTerminal(CliStreams streams, CommonValues common)
    {
        _results = common.Json ? null : Create(streams.Output, streams.OutputIsTerminal, common.Color);
        _notes = common.Quiet ? null : Create(streams.Error, streams.ErrorIsTerminal, common.Color);
        _live = _notes is { } notes && streams.ErrorIsTerminal && notes.Profile.Capabilities.Ansi;
    }

    public void Result(string line, Tone tone = Tone.Plain) => Write(_results, line, tone);

    public void Note(string line, Tone tone = Tone.Plain) => Write(_notes, line, tone);

    public void Progress(string label, Action<IProgressBar> work)
    {
        if (!_live)
        {
            work(SilentBar.Instance);
            return;
        }

        var words = new DetailColumn();
        _notes!.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 30 }, new PercentageColumn(), words)
            .Start(progress => work(new SpectreBar(progress.AddTask(Markup.Escape(label)), words)));
    }

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal, bool color)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            // The library writes escape codes even into files unless it is told not to.
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });

        // Lines are the reader's to wrap.
        if (!isTerminal) console.Profile.Width = 10_000;
        return console;
    }

    private static void Write(IAnsiConsole? console, string line, Tone tone)
    {
        if (console is null) return;
        if (tone == Tone.Plain || !console.Profile.Capabilities.Ansi || console.Profile.Capabilities.ColorSystem == ColorSystem.NoColors)
        {
            console.Profile.Out.Writer.WriteLine(line);
            return;
        }

        console.Write(new Text(line + "\n", StyleOf(tone)));
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Dim => new Style(foreground: Color.Grey),
        Tone.Good => new Style(foreground: Color.Green),
        Tone.Warning => new Style(foreground: Color.Yellow),
        Tone.Bad => new Style(foreground: Color.Red),
        _ => Style.Plain,
    };
}
