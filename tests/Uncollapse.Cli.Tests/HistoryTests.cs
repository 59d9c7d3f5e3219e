using System.Globalization;
using Uncollapse.Tests;

namespace Uncollapse.Cli.Tests;

/// <summary>Logs of other programs' trainings, each with one thing gone wrong.</summary>
public sealed class HistoryTests
{
    private readonly string _folder = TestFiles.TemporaryFolder();
    private int _logs;

    [Fact]
    public void ACollapseUnderAGrowingWeightIsNamedWithItsMoments()
    {
        string log = Log("step,kl,recon,beta", 100, i => (i, i < 50 ? 5 : 0.01, 120, 0.08 * i));
        var run = CommandLine.Run("diagnose", "--history", log, "--rate", "kl", "--json", "--fail-on", "collapse");
        Assert.True(run.Code == ExitCode.Found, run.Error);
        Assert.Equal("collapsed", (string?)run.Json["verdict"]);
        Assert.Equal("overweighted-kl", (string?)run.Json["findings"]![0]!["cause"]);
        string statement = (string)run.Json["findings"]![0]!["statement"]!;
        Assert.Contains("died for good at one of 4", statement, StringComparison.Ordinal);
        Assert.Equal(100, (int)run.Json["series"]!["rate"]!["points"]!);
        Assert.Equal("beta", (string?)run.Json["series"]!["weight"]!["name"]);
    }

    [Fact]
    public void AnAverageOverOutputsIsToldFromASum()
    {
        string averaged = Log("step,kl,recon", 50, i => (i, 0.001, 0.69 - (0.004 * i), null)), summed = Log("step,kl,recon", 50, i => (i, 0.001, 540 - i, null));
        var run = CommandLine.Run("diagnose", "--history", averaged, "--rate", "kl", "--outputs", "784", "--json");
        Assert.Equal("objective-scaling", (string?)run.Json["findings"]![0]!["cause"]);
        Assert.Contains("784 times", (string)run.Json["findings"]![0]!["statement"]!, StringComparison.Ordinal);
        Assert.Equal("unknown", (string?)CommandLine.Run("diagnose", "--history", summed, "--rate", "kl", "--json").Json["findings"]![0]!["cause"]);
    }

    [Fact]
    public void AnUnfinishedScheduleAHeldRateAndASpiralAreNamed()
    {
        Assert.Equal("unfinished-schedule", Cause(Log("step,kl,recon,beta", 50, i => (i, 3 + Math.Sin(i), 100, i / 200.0))));
        Assert.Equal("constant-code", Cause(Log("step,kl,recon", 50, i => (i, 4.0, 100, null))));
        Assert.Equal("variance-spiral", Cause(Log("step,kl,recon,sigma2", 50, i => (i, Math.Max(0, 2 - (0.1 * i)), 100, 0.01 + (0.002 * i)))));
    }

    [Fact]
    public void ARateAboveZeroProvesNothingAndIsNoFinding()
    {
        var run = CommandLine.Run("diagnose", "--history", Log("step,kl,recon,beta", 50, i => (i, 20 + Math.Sin(i), 100, 1.0)), "--out", Path.Combine(_folder, "audit"));
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("a log does not say", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"verdict\": null", File.ReadAllText(Path.Combine(_folder, "audit", "history-audit.json")), StringComparison.Ordinal);
        Assert.Contains("\"findings\": []", File.ReadAllText(Path.Combine(_folder, "audit", "history-audit.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void SeriesThatAreNotThereAndStrayOptionsAreRefused()
    {
        string log = Log("step,loss", 5, i => (i, 1, null, null));
        var missing = CommandLine.Run("diagnose", "--history", log);
        Assert.Equal(ExitCode.BadInput, missing.Code);
        Assert.Contains("--rate", missing.ErrorLine, StringComparison.Ordinal);
        Assert.Contains("series 'kld'", CommandLine.Run("diagnose", "--history", log, "--rate", "kld").ErrorLine, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, CommandLine.Run("diagnose", "--history", log, "--rate", "loss").Code);
        Assert.Equal(ExitCode.Usage, CommandLine.Run("diagnose", "--posterior", "q.npz", "--rate", "kl").Code);
        Assert.Equal(ExitCode.Usage, CommandLine.Run("diagnose", "--posterior", "q.npz", "--history", log).Code);
    }

    [Fact]
    public void AnUnnamedRateMayBeAMeanOverUnits()
    {
        string log = Log("step,kl,recon", 50, i => (i, 0.05, 100, null));
        var run = CommandLine.Run("diagnose", "--history", log);
        Assert.Contains("If kl is summed over units, it is a collapse", run.Output, StringComparison.Ordinal);
        Assert.Null(CommandLine.Run("diagnose", "--history", log, "--json").Json["verdict"]);
        Assert.Equal("collapsed", (string?)CommandLine.Run("diagnose", "--history", log, "--rate", "kl", "--json").Json["verdict"]);
    }

    [Theory]
    [InlineData("step,train_kl,train_recon_loss,kl_weight")]
    [InlineData("epoch,Loss/train/KL,Loss/train/reconstruction,anneal")]
    public void CustomaryNamesAreFoundAmongTheirFilling(string header)
    {
        var run = CommandLine.Run("diagnose", "--history", Log(header, 30, i => (i, 4 + Math.Sin(i), 100, 0.5)), "--json");
        string[] names = header.Split(',');
        Assert.Equal(names[1..], new[] { "rate", "distortion", "weight" }.Select(kind => (string?)run.Json["series"]![kind]!["name"]));
    }

    private static string? Cause(string log) => (string?)CommandLine.Run("diagnose", "--history", log, "--rate", "kl", "--json").Json["findings"]![0]!["cause"];

    private string Log(string header, int rows, Func<int, (double, double, double?, double?)> row)
    {
        string path = Path.Combine(_folder, $"log{_logs++}.csv");
        File.WriteAllLines(path, Enumerable.Range(0, rows).Select(i =>
        {
            (double step, double rate, double? distortion, double? last) = row(i);
            double?[] fields = [step, rate, distortion, last];
            return string.Join(',', fields.Take(header.Count(letter => letter == ',') + 1).Select(field => field?.ToString("R", CultureInfo.InvariantCulture)));
        }).Prepend(header));
        return path;
    }
}
