namespace Uncollapse.Cli.Terminal;

/// <summary>Tells in lines how far work is, where no bar may be drawn: each new stage, and every half minute in a long one.</summary>
internal sealed class ProgressNotes(ITerminal terminal, TimeProvider clock, string label)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(30);
    private readonly bool _silent = terminal.DrawsProgress;
    private long _last = clock.GetTimestamp();
    private string? _stage;

    /// <summary>Says a new stage at once, and how far it is from time to time. Cheap: may be called often.</summary>
    internal void Report(double fraction, string stage)
    {
        if (_silent || fraction >= 1) return;
        bool isNew = stage != _stage;
        if (!isNew && clock.GetElapsedTime(_last) < _interval) return;
        _stage = stage;
        _last = clock.GetTimestamp();
        terminal.Note(isNew ? $"{label}: {stage}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{label}: {stage}, {100 * fraction:0} % done"));
    }
}
