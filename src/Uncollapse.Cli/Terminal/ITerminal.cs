using Uncollapse.Reporting.Tables;

namespace Uncollapse.Cli.Terminal;

/// <summary>People's output: results on the standard output; notes and progress on the standard error.</summary>
internal interface ITerminal
{
    /// <summary>A line of the command's result.</summary>
    void Result(string line, Tone tone = Tone.Normal);

    /// <summary>A line about what is going on.</summary>
    void Note(string line, Tone tone = Tone.Normal);

    /// <summary>A table of the command's result; a narrow terminal leaves its secondary columns out.</summary>
    void Table(TableModel table);

    /// <summary>Whether <see cref="Progress"/> draws; where it does not, notes tell how far it is.</summary>
    bool DrawsProgress { get; }

    /// <summary>Does work under a progress bar; where nothing may be redrawn there is no bar, and notes tell the progress.</summary>
    void Progress(string label, Action<IProgressBar> work);
}
