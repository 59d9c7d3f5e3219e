using Spectre.Console;
using Uncollapse.Cli.Options;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Cli.Terminal;

/// <summary>The terminal by Spectre.Console: the only file, with its bar, that knows the library.</summary>
internal sealed class SpectreTerminal : ITerminal
{
    private const int RedirectedWidth = 140;

    private readonly IAnsiConsole? _results;
    private readonly IAnsiConsole? _notes;
    private readonly bool _live;
    private readonly int _tableWidth;
    private bool _barIsDrawn;

    internal SpectreTerminal(CliStreams streams, CommonValues common)
    {
        _results = common.Json ? null : Create(streams.Output, streams.OutputIsTerminal, common.Color);
        _notes = common.Quiet ? null : Create(streams.Error, streams.ErrorIsTerminal, common.Color);
        _tableWidth = streams.OutputIsTerminal ? _results?.Profile.Width ?? RedirectedWidth : RedirectedWidth;
        _live = _notes is { } notes && streams.ErrorIsTerminal && notes.Profile.Capabilities.Ansi;
    }

    public bool DrawsProgress => _live;

    public void Result(string line, Tone tone = Tone.Normal) => Write(_results, line, tone);

    public void Note(string line, Tone tone = Tone.Normal)
    {
        // Only what goes through the library gets above a bar that it draws.
        if (_barIsDrawn) _notes!.Write(new Text(line + "\n", SpectreTable.StyleOf(tone)));
        else Write(_notes, line, tone);
    }

    public void Table(TableModel table)
    {
        if (_results is null) return;
        Write(_results, "", Tone.Normal);
        Write(_results, table.Title, Tone.Normal);
        _results.Profile.Width = _tableWidth;
        _results.Write(SpectreTable.Of(table, _tableWidth, HasColor(_results)));
        if (table.Note is not null) Write(_results, table.Note, Tone.Muted);
    }

    public void Progress(string label, Action<IProgressBar> work)
    {
        if (!_live)
        {
            work(SilentBar.Instance);
            return;
        }

        var words = new DetailColumn();
        _barIsDrawn = true;
        try
        {
            _notes!.Progress().AutoClear(true).HideCompleted(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 30 }, new PercentageColumn(), words)
                .Start(progress => work(new SpectreBar(progress.AddTask(Markup.Escape(label)), words)));
        }
        finally
        {
            _barIsDrawn = false;
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal, bool color)
    {
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            // The library writes escape codes even into files unless it is told not to.
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
    }

    private static bool HasColor(IAnsiConsole console) =>
        console.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors };

    private static void Write(IAnsiConsole? console, string line, Tone tone)
    {
        if (console is null) return;
        if (tone == Tone.Normal || !HasColor(console))
        {
            console.Profile.Out.Writer.WriteLine(line);
            return;
        }

        console.Write(new Text(line + "\n", SpectreTable.StyleOf(tone)));
    }
}
