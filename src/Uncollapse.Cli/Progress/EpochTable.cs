using Uncollapse.Records.History;

namespace Uncollapse.Cli.Progress;

/// <summary>The lines that a training writes, one an epoch, under two lines of headings; 80 columns at most.</summary>
internal static class EpochTable
{
    /// <summary>The headings: <c>MI</c> and <c>act.</c> are the watch's, the information of the code on some held-out examples and the units that are active.</summary>
    internal static IEnumerable<string> Headings =>
    [
        $"{"",8}{"train",14}{"",4}{"held out",36}",
        $"{"epoch",8}{"ELBO",10}{"rate",8}{"ELBO",10}{"rate",8}{"distort.",9}{"MI",6}{"act.",5}{"ex/s",9}{"left",7}",
    ];

    internal static string Line(HistoryEntry entry, int epochs, TimeSpan left)
    {
        string Nats(string name) => Figures.Nats(entry.Values.GetValueOrDefault(name));
        string rate = entry.Values.GetValueOrDefault(Measures.ExamplesPerSecond) is { } speed ? Figures.Count(speed) : "-";
        string active = entry.Values.GetValueOrDefault(Measures.ValidationActiveUnits) is { } units ? Figures.Count(units) : "-";
        return $"{$"{entry.Epoch}/{epochs}",8}{Nats(Measures.TrainElbo),10}{Nats(Measures.TrainRate),8}"
            + $"{Nats(Measures.ValidationElbo),10}{Nats(Measures.ValidationRate),8}{Nats(Measures.ValidationDistortion),9}{Nats(Measures.ValidationInformation),6}{active,5}{rate,9}{Figures.Clock(left),7}";
    }
}
