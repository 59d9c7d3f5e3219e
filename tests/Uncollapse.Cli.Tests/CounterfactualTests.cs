using System.Text.Json.Nodes;

namespace Uncollapse.Cli.Tests;

/// <summary><c>diagnose RUN --counterfactual</c>: a small run that its KL weight collapsed, and what the command makes of it.</summary>
public sealed class CounterfactualTests
{
    private readonly string _folder = SmallData.Folder();

    [Fact]
    public void TrialsStandInTheTerminalTheJsonAndTheReport()
    {
        string run = Heavy();
        var diagnosed = CommandLine.Run("diagnose", run, "--importance-samples", "0", "--refine", "0", "--counterfactual", "600");
        Assert.True(diagnosed.Code == ExitCode.Done, diagnosed.Error);
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "diagnosis.json")))!;
        JsonNode made = json["counterfactuals"]!;
        Assert.Equal((600, false, true), (made["budget_seconds"]!.GetValue<double>(), made["interrupted"]!.GetValue<bool>(), made["is_whole_length"]!.GetValue<bool>()));
        Assert.Equal("overweighted-kl", Assert.Single(made["trials"]!.AsArray())!["without"]![0]!.GetValue<string>());
        JsonNode finding = json["findings"]!.AsArray().Single(one => one!["cause"]!.GetValue<string>() == "overweighted-kl")!;
        Assert.Equal("convicted", finding["counterfactual"]!["outcome"]!.GetValue<string>());
        Assert.Equal("objective.beta", finding["counterfactual"]!["changes"]![0]!["key"]!.GetValue<string>());
        Assert.Contains("A trial convicts it", diagnosed.Output, StringComparison.Ordinal);
        Assert.Contains("trials: without overweighted-kl", diagnosed.Error, StringComparison.Ordinal);
        Assert.Contains("What if it had been otherwise?", File.ReadAllText(Path.Combine(run, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void AnInterruptionWritesTheDiagnosisAllTheSame()
    {
        string run = Heavy();
        using var source = new CancellationTokenSource();
        using var error = new Tripwire("trials: without", source);
        using var output = new StringWriter();
        int code = Application.Run(["diagnose", run, "--importance-samples", "0", "--refine", "0", "--counterfactual"], new CliStreams(output, error), TimeProvider.System, source.Token);
        Assert.Equal(ExitCode.Interrupted, code);
        JsonNode made = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "diagnosis.json")))!["counterfactuals"]!;
        Assert.True(made["interrupted"]!.GetValue<bool>());
        Assert.Equal(60, made["budget_seconds"]!.GetValue<double>());
        Assert.Empty(made["trials"]!.AsArray());
        Assert.True(File.Exists(Path.Combine(run, "report.html")));
    }

    [Theory]
    [InlineData("expected seconds", "--counterfactual", "soon")]
    [InlineData("expected seconds", "--counterfactual", "-1")]
    [InlineData("without a RUN", "--posterior", "q.npz", "--counterfactual")]
    public void WhatMakesNoSenseIsRefused(string says, params string[] arguments)
    {
        string[] subject = arguments.Contains("--posterior") ? [] : [_folder];
        var refused = CommandLine.Run(["diagnose", .. subject, .. arguments]);
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains(says, refused.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void NoSecondsAreNoTrials()
    {
        string run = SmallData.Run(_folder);
        var diagnosed = CommandLine.Run("diagnose", run, "--importance-samples", "0", "--refine", "0", "--counterfactual", "0", "--json");
        Assert.Null(diagnosed.Json["counterfactuals"]);
    }

    private string Heavy()
    {
        string run = Path.Combine(_folder, "heavy");
        var trained = CommandLine.Run(["train", "--data", Path.Combine(_folder, "bars.npy"), "--epochs", "60", "--beta", "300", "--lr", "0.01", "--out", run, .. SmallData.Model.Split(' ')]);
        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        return run;
    }
}
