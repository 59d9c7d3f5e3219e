using System.Text.Json;
using Uncollapse.Records.History;

namespace Uncollapse.Records.Tests;

public sealed class RecordsJsonTests
{
    [Fact]
    public void AHistoryLineIsOneLineOfSnakeCase()
    {
        var entry = new HistoryEntry { Kind = "epoch", Epoch = 1, Step = 10, Seconds = 0.5, Values = new Dictionary<string, double?> { [Measures.TrainElbo] = -3.25, [Measures.Sigma2] = null } };
        string line = JsonSerializer.Serialize(entry, RecordsJson.Line.HistoryEntry);
        Assert.Equal("""{"kind":"epoch","epoch":1,"step":10,"seconds":0.5,"values":{"train.elbo":-3.25,"sigma2":null}}""", line);
        HistoryEntry? back = JsonSerializer.Deserialize(line, RecordsJson.Default.HistoryEntry);
        Assert.Equal(-3.25, back!.Values[Measures.TrainElbo]);
    }

    [Fact]
    public void WarningsStandInTheirEntryAndNowhereElse()
    {
        var entry = new HistoryEntry { Kind = "epoch", Epoch = 3, Step = 10, Seconds = 0.5, Values = new Dictionary<string, double?>(), Warnings = [new TrainingWarning(WatchMatters.Collapse, 3, "silent")] };
        string line = JsonSerializer.Serialize(entry, RecordsJson.Line.HistoryEntry);
        Assert.EndsWith(""","warnings":[{"matter":"collapse","epoch":3,"message":"silent"}]}""", line, StringComparison.Ordinal);
        Assert.Equal(entry.Warnings, JsonSerializer.Deserialize(line, RecordsJson.Default.HistoryEntry)!.Warnings);
    }
}
