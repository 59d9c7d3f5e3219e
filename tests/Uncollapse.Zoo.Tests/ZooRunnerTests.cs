using System.Text.Json;
using Uncollapse.Records;
using Uncollapse.Records.Zoo;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Zoo.Tests;

public sealed class ZooRunnerTests
{
    private static readonly ZooOptions _two = new() { Only = ["unscaled-data", "surplus-units"] };

    [Fact]
    public void Results_do_not_depend_on_how_many_train_side_by_side()
    {
        Assert.Equal(Measured(ZooOn(1)), Measured(ZooOn(3)));
    }

    [Fact]
    public void Equal_twins_are_trained_once_and_progress_never_falls()
    {
        var seen = new Watcher();
        int threads = Workers.Count;
        // Two that share a twin: three trainings, not four.
        ZooRunner.Run(new ZooOptions { Only = ["overweighted-kl", "objective-scaling"] }, seen);
        Assert.Equal(threads, Workers.Count);
        Assert.All(seen.All, progress => Assert.Equal(3, progress.Trainings));
        Assert.Equal(seen.All.Select(progress => progress.Fraction).Order(), seen.All.Select(progress => progress.Fraction));
        Assert.Equal(1, seen.All[^1].Fraction, 1e-12);
        Assert.Equal(3, seen.All[^1].Done);
    }

    [Fact]
    public void It_stops_when_asked_and_gives_the_threads_back()
    {
        int threads = Workers.Count;
        using var source = new CancellationTokenSource();
        var seen = new Watcher { At = source.Cancel };
        Assert.ThrowsAny<OperationCanceledException>(() => ZooRunner.Run(new ZooOptions(), seen, source.Token));
        Assert.Equal(threads, Workers.Count);
    }

    [Fact]
    public void Another_seed_and_another_strength_give_other_numbers()
    {
        ZooResult one = ZooRunner.Run(new ZooOptions { Only = ["surplus-units"], Seed = 1, Seeds = 2, Strength = 0.5 });
        Assert.Equal([1L, 2L], one.Record.Cases.Select(found => found.Seed));
        Assert.Equal(8, one.Record.Cases[0].Collapsed.LatentSize);
        Assert.NotEqual(one.Record.Cases[0].Collapsed.Rate, one.Record.Cases[1].Collapsed.Rate);
        Assert.Equal(1, Assert.Single(one.Exhibits).Case.Seed);
    }

    [Fact]
    public void The_record_reads_back_as_it_was_written()
    {
        ZooRecord record = ZooOn(2);
        string text = JsonSerializer.Serialize(record, RecordsJson.Default.ZooRecord);
        ZooRecord back = JsonSerializer.Deserialize(text, RecordsJson.Default.ZooRecord)!;
        Assert.Equal(text, JsonSerializer.Serialize(back, RecordsJson.Default.ZooRecord));
        Assert.Contains("\"planted\"", text, StringComparison.Ordinal);
        Assert.Contains("\"cured\": null", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody", 1, 1)]
    [InlineData("surplus-units", 0, 1)]
    [InlineData("surplus-units", 1, 0)]
    public void Options_without_sense_are_refused(string name, double strength, int seeds)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ZooRunner.Run(new ZooOptions { Only = [name], Strength = strength, Seeds = seeds }));
    }

    private static ZooRecord ZooOn(int threads)
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = threads;
            return ZooRunner.Run(_two).Record;
        }
        finally
        {
            Workers.Count = before;
        }
    }

    // Everything but what a clock said.
    private static string Measured(ZooRecord record) => string.Join('\n', record.Cases.Select(one => JsonSerializer.Serialize(
        new ZooRecord
        {
            ToolVersion = "", Seconds = 0, Confusion = record.Confusion,
            Cases = [one with { Seconds = 0, Healthy = one.Healthy with { Seconds = 0 }, Collapsed = one.Collapsed with { Seconds = 0 } }],
        },
        RecordsJson.Default.ZooRecord)));

    private sealed class Watcher : IProgress<ZooProgress>
    {
        public List<ZooProgress> All { get; } = [];

        public Action? At { get; init; }

        public void Report(ZooProgress value)
        {
            All.Add(value);
            At?.Invoke();
        }
    }

    [Fact]
    public void A_plant_is_cured_by_its_diagnosis_alone()
    {
        var seen = new List<ZooProgress>();
        ZooCase one = Assert.Single(ZooRunner.Run(new ZooOptions { Only = ["unscaled-data"], Cure = true }, new Steps(seen)).Record.Cases);
        Assert.Equal(Records.Diagnoses.Verdict.Healthy, one.Cured!.Verdict);
        Assert.True(one.Cured.MutualInformation.Estimate > 0.8 * one.Healthy.MutualInformation.Estimate);
        Assert.Contains("optimal-sigma", one.CuredBy, StringComparison.Ordinal);
        Assert.Equal(seen.Select(progress => progress.Fraction).Order(), seen.Select(progress => progress.Fraction));
        Assert.Equal(1, seen[^1].Fraction, 1e-9);
    }

    private sealed class Steps(List<ZooProgress> seen) : IProgress<ZooProgress>
    {
        public void Report(ZooProgress value) => seen.Add(value);
    }
}
