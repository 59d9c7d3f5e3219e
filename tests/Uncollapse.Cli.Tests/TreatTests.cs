using System.Text.Json.Nodes;

namespace Uncollapse.Cli.Tests;

/// <summary><c>treat</c>: what it refuses, what it writes, and that an interruption loses nothing.</summary>
public sealed class TreatTests
{
    private static readonly string[] _quick = ["--examples", "20", "--importance-samples", "5", "--refine", "0", "--trials", "4"];

    private readonly string _folder = SmallData.Folder();

    private string Out => Path.Combine(_folder, "treated");

    [Theory]
    [InlineData("--want: expected rate=X", "--want", "rate")]
    [InlineData("--want: expected rate=X", "--want", "speed=3")]
    [InlineData("--want: expected rate=X", "--want", "rate=-1")]
    [InlineData("--want: expected rate=X", "--want", "active=0")]
    [InlineData("--want: expected rate=X", "--want", "mi=NaN")]
    [InlineData("--budget: expected a time", "--budget", "soon")]
    [InlineData("--budget: expected a time", "--budget", "0")]
    [InlineData("--budget: expected a time above 0 with its unit, such as 90s, 10min or 2h, found '10'", "--budget", "10")]
    [InlineData("--budget: expected a time", "--budget", "5weeks")]
    [InlineData("--budget: expected a time", "--budget", "-3min")]
    [InlineData("--trials: expected an integer from 2", "--trials", "1")]
    [InlineData("--max-nll-loss: expected a number", "--max-nll-loss", "-1")]
    [InlineData("--force means nothing with --resume", "--resume", "--force")]
    public void WhatMakesNoSenseIsRefusedBeforeAnythingIsDone(string says, params string[] arguments)
    {
        var refused = CommandLine.Run(["treat", Path.Combine(_folder, "run"), "--out", Out, .. arguments]);
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains(says, refused.ErrorLine, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void WhatIsNotThereIsBadInput()
    {
        var nothing = CommandLine.Run("treat", Path.Combine(_folder, "none"), "--out", Out);
        Assert.Equal(ExitCode.BadInput, nothing.Code);
        Assert.Contains("expected the folder of a run or a plan.yaml", nothing.ErrorLine, StringComparison.Ordinal);
        var untreated = CommandLine.Run("treat", SmallData.Run(_folder), "--out", Out, "--resume");
        Assert.Equal(ExitCode.BadInput, untreated.Code);
        Assert.Contains("treatment.json", untreated.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherPeoplesFilesAreNeverReplaced()
    {
        Directory.CreateDirectory(Out);
        string precious = Path.Combine(Out, "thesis.tex");
        File.WriteAllText(precious, "years");
        foreach (string[] force in new string[][] { [], ["--force"] })
        {
            Assert.Equal(ExitCode.Usage, CommandLine.Run(["treat", _folder, "--out", Out, .. force]).Code);
            Assert.Equal("years", File.ReadAllText(precious));
        }

        Assert.Contains("found a file", CommandLine.Run("treat", _folder, "--out", precious, "--force").ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDocumentIsTheRecordAndAnEarlierTreatmentIsKeptUnlessForced()
    {
        string run = Heavy();
        var treated = CommandLine.Run(["treat", run, "--out", Out, "--want", "mi=0.5", "--budget", "10min", "--max-nll-loss", "2", "--json", "--quiet", .. _quick]);
        Assert.True(treated.Code == ExitCode.Done, treated.Error);
        Assert.Equal("", treated.Error);
        JsonNode record = treated.Json, stored = Record();
        Assert.True(JsonNode.DeepEquals(stored, record));
        Assert.Equal(("done", "information", 0.5, 600.0, 2.0), ((string)record["status"]!, (string)record["goal"]!["kind"]!, (double)record["goal"]!["value"]!, (double)record["budget_seconds"]!, (double)record["max_nll_loss"]!));
        Assert.Equal("collapsed", (string?)record["before"]!["verdict"]);
        Assert.InRange(record["trials"]!.AsArray().Count, 2, 4);
        Assert.Contains("goal", record["trials"]!.AsArray().Select(trial => (string)trial!["role"]!));
        Assert.Contains((string)record["statement"]! is { Length: > 40 } said ? said[..20].Replace("->", "→", StringComparison.Ordinal) : "?", File.ReadAllText(Path.Combine(Out, "treatment.html")), StringComparison.Ordinal);

        var again = CommandLine.Run(["treat", run, "--out", Out, .. _quick]);
        Assert.Equal(ExitCode.Usage, again.Code);
        Assert.Contains("a treatment is there", again.ErrorLine, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(stored, Record()));
        // One that is done has nothing to go on with.
        var resumed = CommandLine.Run(["treat", run, "--out", Out, "--resume", "--json", .. _quick]);
        Assert.True(resumed.Code == ExitCode.Done, resumed.Error);
        Assert.True(JsonNode.DeepEquals(stored, resumed.Json));
        var forced = CommandLine.Run(["treat", run, "--out", Out, "--force", "--trials", "2", .. _quick[..^2]]);
        Assert.True(forced.Code == ExitCode.Done, forced.Error);
        Assert.Null(Record()["goal"]);
        Assert.Contains("report: ", forced.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AHealthyModelIsNoErrorAndLeavesNoPage()
    {
        // A weight of next to nothing: the code lives.
        string run = Path.Combine(_folder, "light");
        var trained = CommandLine.Run(["train", "--data", Path.Combine(_folder, "bars.npy"), "--epochs", "40", "--lr", "0.01", "--out", run, .. SmallData.Model.Split(' ')]);
        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        var treated = CommandLine.Run(["treat", run, "--out", Out, "--examples", "20", "--importance-samples", "5", "--refine", "0", "--checkpoint", "last"]);
        Assert.True(treated.Code == ExitCode.Done, treated.Error);
        Assert.Contains("nothing to treat", treated.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Out, "treatment.html")));
    }

    [Theory]
    [InlineData("treating: diagnosing", false)]
    [InlineData("treating: training", true)]
    public void AnInterruptionSaysHowToGoOn(string at, bool recorded)
    {
        string run = Heavy();
        using var source = new CancellationTokenSource();
        using var error = new Tripwire(at, source);
        using var output = new StringWriter();
        int code = Application.Run(["treat", run, "--out", Out, .. _quick], new CliStreams(output, error), TimeProvider.System, source.Token);
        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Equal(recorded, File.Exists(Path.Combine(Out, "treatment.json")));
        string hint = error.ToString().Split('\n').Single(line => line.StartsWith("hint: uncollapse ", StringComparison.Ordinal))["hint: uncollapse ".Length..];
        if (recorded) Assert.Equal("running", (string?)Record()["status"]);
        var resumed = CommandLine.Run(hint.Split(' '));
        Assert.True(resumed.Code == ExitCode.Done, resumed.Error);
        Assert.Equal("done", (string?)Record()["status"]);
    }

    [Fact]
    public void AnInterruptedTrainingOfAPlanGoesOnIntoItsTreatment()
    {
        string plan = Path.Combine(_folder, "plan.yaml");
        File.Copy(Path.Combine(Heavy(), "plan.yaml"), plan);
        using var source = new CancellationTokenSource();
        using var error = new Tripwire("    2/60 ", source);
        using var output = new StringWriter();
        Assert.Equal(ExitCode.Interrupted, Application.Run(["treat", plan, "--out", Out, .. _quick], new CliStreams(output, error), TimeProvider.System, source.Token));
        string hint = error.ToString().Split('\n').Single(line => line.StartsWith("hint: uncollapse ", StringComparison.Ordinal))["hint: uncollapse ".Length..];
        Assert.Equal($"treat {plan} --out {Out} --resume", hint);
        var resumed = CommandLine.Run([.. hint.Split(' '), .. _quick]);
        Assert.True(resumed.Code == ExitCode.Done, resumed.Error);
        Assert.Equal(("done", "collapsed"), ((string)Record()["status"]!, (string)Record()["before"]!["verdict"]!));
    }

    private JsonNode Record() => JsonNode.Parse(File.ReadAllText(Path.Combine(Out, "treatment.json")))!;

    private string Heavy()
    {
        string run = Path.Combine(_folder, "heavy");
        var trained = CommandLine.Run(["train", "--data", Path.Combine(_folder, "bars.npy"), "--epochs", "60", "--beta", "300", "--lr", "0.01", "--out", run, .. SmallData.Model.Split(' ')]);
        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        return run;
    }
}
