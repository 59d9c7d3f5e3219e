using Uncollapse.Records.Plans;
using Uncollapse.Tests;

namespace Uncollapse.Cli.Tests;

public sealed class ZooTests
{
    private readonly string _folder = Path.Combine(TestFiles.TemporaryFolder(), "zoo");

    [Fact]
    public void AVisitLeavesTheRecordTheStoryAndThePlans()
    {
        var run = CommandLine.Run("zoo", "--only", "unscaled-data", "--out", _folder, "--json");
        Assert.True(run.Code == ExitCode.Done, run.Error);
        var one = run.Json["cases"]!.AsArray().Single()!;
        Assert.Equal("unscaled-data", (string)one["planted"]![0]!);
        Assert.Equal("healthy", (string)one["healthy"]!["verdict"]!);
        Assert.Equal("collapsed", (string)one["collapsed"]!["verdict"]!);
        Assert.Null(one["cured"]);
        Assert.True((double)run.Json["seconds"]! > 0);
        Assert.Equal(run.Output.TrimEnd(), File.ReadAllText(Path.Combine(_folder, "zoo.json")).TrimEnd());
        Assert.Contains("unscaled-data", File.ReadAllText(Path.Combine(_folder, "report.html")), StringComparison.Ordinal);
        Assert.Equal(Scaling.None, PlanYaml.Read(Path.Combine(_folder, "plans", "unscaled-data.yaml")).Data.Scale);
        Assert.Equal(Scaling.Standardise, PlanYaml.Read(Path.Combine(_folder, "plans", "unscaled-data-twin.yaml")).Data.Scale);

        var again = CommandLine.Run("zoo", "--only", "unscaled-data", "--out", _folder);
        Assert.Equal(ExitCode.Usage, again.Code);
        Assert.Contains("zoo.json exists", again.ErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--only nobody", "found 'nobody'")]
    [InlineData("--only unscaled-data --strength 2", "which is there or not")]
    [InlineData("--strength 0", "found '0'")]
    [InlineData("--size huge", "found 'huge'")]
    [InlineData("--seeds 0", "found '0'")]
    public void WhatMakesNoSenseIsSaidInALine(string arguments, string expected)
    {
        var run = CommandLine.Run(["zoo", .. arguments.Split(' '), "--out", _folder]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(expected, run.ErrorLine, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void AnInterruptedVisitLeavesNothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var run = CommandLine.Run(source.Token, "zoo", "--out", _folder);
        Assert.Equal(ExitCode.Interrupted, run.Code);
        Assert.False(File.Exists(Path.Combine(_folder, "zoo.json")));
    }
}
