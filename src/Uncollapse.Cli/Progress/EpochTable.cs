using Uncollapse.Records.History;

namespace Uncollapse.Cli.Progress;

/// <summary>The lines that a training writes, one an epoch, under two lines of headings; 80 columns at most.</summary>
internal static class EpochTable
{
    internal static IEnumerable<string> Headings =>
    [
        $"{"",8}{"train",22}{"",7}{"held out",19}",
        $"{"epoch",8}{"ELBO",10}{"rate",8}{"distort.",9}{"ELBO",11}{"rate",8}{"distort.",9}{"ex/s",9}{"left",8}",
    ];

    internal static string Line(HistoryEntry entry, int epochs, TimeSpan left)
    {
        string Nats(string name) => Figures.Nats(entry.Values.GetValueOrDefault(name));
        string rate = entry.Values.GetValueOrDefault(Measures.ExamplesPerSecond) is { } speed ? Figures.Count(speed) : "-";
        return $"{$"{entry.Epoch}/{epochs}",8}{Nats(Measures.TrainElbo),10}{Nats(Measures.TrainRate),8}{Nats(Measures.TrainDistortion),9}"
            + $"{Nats(Measures.ValidationElbo),11}{Nats(Measures.ValidationRate),8}{Nats(Measures.ValidationDistortion),9}{rate,9}{Figures.Clock(left),8}";
    }
}
