using Uncollapse.Cli.Errors;
using Uncollapse.Cli.Terminal;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Reporting.Tables;
using Uncollapse.Training.Events;

namespace Uncollapse.Cli.Progress;

/// <summary>Tells people how a training goes: what is trained, a line an epoch, and a bar where one can be drawn.</summary>
internal sealed class TerminalObserver(ITerminal terminal, IProgressBar bar) : ITrainingObserver
{
    private int _epochs;
    private double _examplesPerEpoch;
    private bool _headed;

    public void Started(TrainingStart start)
    {
        RunInfo info = start.Info;
        _epochs = start.Plan.Training.Epochs;
        _examplesPerEpoch = info.TrainExamples;
        string examples = $"{Figures.Count(info.TrainExamples)} train, {Figures.Count(info.ValidationExamples)} validation, {Figures.Count(info.TestExamples)} test";
        terminal.Note($"data: {start.Plan.Data.Source}, {Shape(start)}: {examples}");
        terminal.Note($"model: {ModelLine.Of(start.Plan, info.ExampleShape)}, {Figures.Plural(info.Parameters, "parameter")}; {Figures.Plural(info.Provenance.Threads, "thread")}");
        if (ObjectiveWords.BoundsNothing(start.Plan)) terminal.Note($"ELBO: {ObjectiveWords.NoBound}");
        if (start.Resumed) terminal.Note($"goes on after epoch {info.Epoch}, step {Figures.Count(info.Step)}");
    }

    public void Recorded(HistoryEntry entry)
    {
        if (entry.Kind == "epoch") ShowEpoch(entry);
        foreach (TrainingWarning warning in entry.Warnings ?? [])
            terminal.Note(warning.Epoch == 0 ? $"warning: {warning.Message}" : $"warning: epoch {Figures.Count(warning.Epoch)}: {warning.Message}", Tone.Warning);
    }

    private void ShowEpoch(HistoryEntry entry)
    {
        ShowHeadings();
        double rate = entry.Values.GetValueOrDefault(Measures.ExamplesPerSecond) ?? 0;
        TimeSpan left = rate > 0 ? TimeSpan.FromSeconds(Math.Min(1e9, (_epochs - entry.Epoch) * _examplesPerEpoch / rate)) : TimeSpan.MaxValue;
        terminal.Note(EpochTable.Line(entry, _epochs, left));
        if (entry.Note is not null) terminal.Note(entry.Note, Tone.Warning);
    }

    public void Progressed(in TrainingProgress progress)
    {
        double done = (progress.Epoch - 1 + ((double)progress.StepInEpoch / progress.StepsPerEpoch)) / progress.Epochs;
        bar.Report(done, $"epoch {progress.Epoch}/{progress.Epochs}, {Figures.Count(progress.ExamplesPerSecond)} examples/s, {Figures.Clock(progress.Remaining)} left");
    }

    public void Warned(string message) => terminal.Note($"warning: {FlagNames.In(message)}", Tone.Warning);

    private static string Shape(TrainingStart start)
    {
        RunInfo info = start.Info;
        if (info.VocabularySize == 0) return $"examples of {string.Join(" x ", info.ExampleShape)}";
        // The longest sentence ends with a token of its own.
        string word = start.Plan.Data.Text?.Unit == TextUnit.Character ? "character" : "word";
        return $"sentences of up to {Figures.Plural(info.ExampleShape.Max() - 1, word)}, vocabulary of {Figures.Count(info.VocabularySize)}";
    }

    // Only when there is a line to head: warnings come first, and a finished run that is resumed has none.
    private void ShowHeadings()
    {
        if (_headed) return;
        _headed = true;
        foreach (string line in EpochTable.Headings) terminal.Note(line, Tone.Muted);
    }
}
