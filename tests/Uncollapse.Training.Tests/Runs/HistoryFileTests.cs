using Uncollapse.Data;
using Uncollapse.Records.History;
using Uncollapse.Tests;
using Uncollapse.Training.Runs;

namespace Uncollapse.Training.Tests.Runs;

public sealed class HistoryFileTests
{
    private readonly string _path = Path.Combine(TestFiles.TemporaryFolder(), "history.jsonl");

    [Fact]
    public void What_is_appended_is_read_back()
    {
        HistoryEntry[] written = [Entry("start", 0, 0), Entry("epoch", 1, 10), Entry("stop", 1, 15) with { Note = "interrupted" }];
        var writer = new HistoryWriter(_path);
        foreach (HistoryEntry entry in written) writer.Recorded(entry);
        IReadOnlyList<HistoryEntry> read = HistoryFile.Read(_path);
        Assert.Equal(written.Select(e => (e.Kind, e.Epoch, e.Step, e.Note)), read.Select(e => (e.Kind, e.Epoch, e.Step, e.Note)));
        Assert.Equal(-90.25, read[1].Values[Measures.TrainElbo]);
        Assert.Null(read[1].Values[Measures.Sigma2]);
    }

    [Fact]
    public void A_line_cut_by_a_crash_is_left_out_and_cut_off()
    {
        HistoryFile.Append(_path, Entry("epoch", 1, 10));
        File.AppendAllText(_path, "{\"kind\":\"epoch\",\"epo");
        Assert.Single(HistoryFile.Read(_path));
        HistoryFile.Rewind(_path, 1, 10);
        HistoryFile.Append(_path, Entry("resume", 1, 10));
        Assert.Equal(["epoch", "resume"], HistoryFile.Read(_path).Select(entry => entry.Kind));
    }

    [Fact]
    public void Rewinding_drops_what_lies_beyond_the_checkpoint()
    {
        // The line of epoch 2 at step 20 was written before a checkpoint that a crash prevented: only its epoch tells.
        foreach (HistoryEntry entry in (HistoryEntry[])[Entry("start", 0, 0), Entry("epoch", 1, 10), Entry("epoch", 2, 20), Entry("epoch", 3, 30)])
            HistoryFile.Append(_path, entry);
        HistoryFile.Rewind(_path, 1, 20);
        Assert.Equal([0L, 10], HistoryFile.Read(_path).Select(entry => entry.Step));
    }

    [Theory]
    [InlineData("nonsense\n")]
    [InlineData("null\n")]
    [InlineData("{\"kind\":\"epoch\"}\n")]
    [InlineData("{\"kind\":\"epoch\",\"epoch\":1,\"step\":1,\"seconds\":1,\"values\":null}\n")]
    public void A_complete_line_that_is_no_entry_is_an_error_with_its_line(string text)
    {
        HistoryFile.Append(_path, Entry("start", 0, 0));
        File.AppendAllText(_path, text);
        var error = Assert.Throws<DataFormatException>(() => HistoryFile.Read(_path));
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_file_is_an_empty_history() => Assert.Empty(HistoryFile.Read(_path));

    private static HistoryEntry Entry(string kind, int epoch, long step) => new()
    {
        Kind = kind,
        Epoch = epoch,
        Step = step,
        Seconds = 1.5,
        Values = new Dictionary<string, double?> { [Measures.TrainElbo] = -90.25, [Measures.Sigma2] = null },
    };
}
