using System.Text.Json.Nodes;

namespace Uncollapse.Cli.Tests;

/// <summary><c>sweep</c>: what it refuses, what it writes, and that an interruption loses nothing.</summary>
public sealed class SweepTests
{
    private static readonly string[] _small = ["--data", "synthetic:shapes?examples=400&size=8", "--binarise", "threshold", "--hidden", "16", "--latent", "2", "--batch-size", "20", "--lr", "0.01", "--epochs", "6", "--measured", "100", "--importance-samples", "5", "--refine", "0"];

    private readonly string _folder = SmallData.Folder();

    private string Out => Path.Combine(_folder, "sweep");

    [Theory]
    [InlineData("--over: what is to be swept?")]
    [InlineData("--over: expected KEY=a,b,c", "--over", "objective.beta")]
    [InlineData("--over beta: expected a key of a plan, or remedy", "--over", "beta=1,2")]
    [InlineData("--over objective.beta: expected a number, found 'x'", "--over", "objective.beta=1,x")]
    [InlineData("--over objective.beta: expected each key once", "--over", "objective.beta=1", "--over", "objective.beta=2")]
    [InlineData("--over remedy: expected", "--over", "remedy=fre-bits")]
    [InlineData("--over: remedy free-bits: expected", "--over", "remedy=free-bits:lamda=1")]
    [InlineData("--epochs means nothing where training.epochs is swept", "--over", "training.epochs=1,2")]
    [InlineData("--seed means nothing where seed is swept", "--over", "seed=1,2", "--seed", "3")]
    [InlineData("--force means nothing with --resume", "--over", "seed=1,2", "--resume", "--force")]
    public void AWrongCommandLineIsOneLineAndNothingIsDone(string says, params string[] arguments)
    {
        var refused = CommandLine.Run(["sweep", .. _small, "--out", Out, .. arguments]);
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains(says, refused.ErrorLine, StringComparison.Ordinal);
        Assert.Contains("hint: ", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Theory]
    [InlineData("cell beta--1", "--over", "objective.beta=1,-1")]
    [InlineData("cell remedy-cut-skip", "--over", "remedy=none,cut-skip")]
    [InlineData("an aggregate of at most", "--over", "seed=1,2", "--aggregate-size", "5000")]
    [InlineData("with sweep.json", "--over", "seed=1,2", "--resume")]
    public void APlanThatCannotBeIsBadInputBeforeAnythingIsTrained(string says, params string[] arguments)
    {
        var refused = CommandLine.Run(["sweep", .. _small, "--out", Out, .. arguments]);
        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains(says, refused.ErrorLine, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void WithoutAPlanOrDataThereIsNothingToSweep() => Assert.Contains("nothing to sweep on", CommandLine.Run("sweep", "--over", "seed=1,2", "--out", Out).ErrorLine, StringComparison.Ordinal);

    [Fact]
    public void TheDocumentIsTheRecordAndAnEarlierSweepIsKeptUnlessForced()
    {
        string[] over = ["--over", "objective.beta=0.5..500:2log", "--over", "seed=1,2"];
        var swept = CommandLine.Run(["sweep", .. _small, .. over, "--out", Out, "--json", "--quiet"]);
        Assert.True(swept.Code == ExitCode.Done, swept.Error);
        Assert.Equal("", swept.Error);
        JsonNode record = swept.Json, stored = Record();
        Assert.True(JsonNode.DeepEquals(stored, record));
        Assert.Equal(("done", 4, "log"), ((string)record["status"]!, record["cells"]!.AsArray().Count, (string)record["axes"]![0]!["spacing"]!));
        Assert.Equal(("beta-500_seed-2", "collapsed"), ((string)record["cells"]![3]!["name"]!, (string)record["cells"]![3]!["verdict"]!));
        Assert.Contains("Rate and distortion", File.ReadAllText(Path.Combine(Out, "sweep.html")), StringComparison.Ordinal);
        Assert.Equal(5, File.ReadAllLines(Path.Combine(Out, "sweep.csv")).Length);
        // A cell is a run like any other.
        Assert.Equal(ExitCode.Done, CommandLine.Run("sample", Path.Combine(Out, "beta-0.5_seed-1")).Code);

        var again = CommandLine.Run(["sweep", .. _small, .. over, "--out", Out]);
        Assert.Equal(ExitCode.Usage, again.Code);
        Assert.Contains("found a sweep", again.ErrorLine, StringComparison.Ordinal);
        var resumed = CommandLine.Run(["sweep", .. _small, .. over, "--out", Out, "--resume", "--json"]);
        Assert.True(JsonNode.DeepEquals(stored, resumed.Json), resumed.Error);
        var forced = CommandLine.Run(["sweep", .. _small, "--over", "model.latent=1,3", "--out", Out, "--force", .. "--checkpoint last".Split(' ')]);
        // The latent size is swept and given: one of the two means nothing.
        Assert.Equal(ExitCode.Usage, forced.Code);
        Assert.True(JsonNode.DeepEquals(stored, Record()));
    }

    [Fact]
    public void TheTableHasMeansOverSeedsAndProgressSaysEveryCell()
    {
        string plan = Path.Combine(_folder, "plan.yaml");
        File.Copy(Path.Combine(SmallData.Run(_folder, "--lr", "0.01"), "plan.yaml"), plan);
        string[] line = ["sweep", plan, "--over", "objective.beta=1,300", "--over", "seed=1,2", "--measured", "20", "--importance-samples", "0", "--refine", "0", "--out", Out];
        var swept = CommandLine.Run(line);
        Assert.True(swept.Code == ExitCode.Done, swept.Error);
        Assert.Contains("Means over 2 seeds (smallest to largest)", swept.Output, StringComparison.Ordinal);
        Assert.Matches(@"300 +collapsed .*\(0\.\d\d to 0\.\d\d\)", swept.Output);
        Assert.Equal(4, swept.Error.Split('\n').Count(text => text.Contains(" of 4 cells: beta ", StringComparison.Ordinal)));
        Assert.Null(Record()["cells"]![0]!["nll"]);
        var forced = CommandLine.Run([.. line, "--force"]);
        Assert.True(forced.Code == ExitCode.Done, forced.Error);
    }

    [Fact]
    public void AnInterruptionSaysHowToGoOn()
    {
        using var source = new CancellationTokenSource();
        using var error = new Tripwire("1 of 3 cells", source);
        using var output = new StringWriter();
        string[] line = ["sweep", .. _small, "--over", "remedy=none;kl-warmup:epochs=2;free-bits:lambda=0.25", "--seed", "4", "--threads", "1", "--out", Out];
        Assert.Equal(ExitCode.Interrupted, Application.Run(line, new CliStreams(output, error), TimeProvider.System, source.Token));
        Assert.Contains("1 of 3 cells are done", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("running", (string?)Record()["status"]);
        Assert.True(File.Exists(Path.Combine(Out, "sweep.html")));
        string hint = error.ToString().Split('\n').Single(text => text.StartsWith("hint: uncollapse ", StringComparison.Ordinal))["hint: uncollapse ".Length..];
        Assert.Contains("--over 'remedy=none;kl-warmup:epochs=2;free-bits:lambda=0.25'", hint, StringComparison.Ordinal);
        var resumed = CommandLine.Run([.. hint.Split(' ').Select(word => word.Trim('\''))]);
        Assert.True(resumed.Code == ExitCode.Done, resumed.Error);
        Assert.Equal("done", (string?)Record()["status"]);
        // The same as one that was never interrupted, weights and all.
        string whole = Path.Combine(_folder, "whole");
        Assert.Equal(ExitCode.Done, CommandLine.Run([.. line[..^1], whole]).Code);
        foreach (string cell in Record()["cells"]!.AsArray().Select(cell => (string)cell!["name"]!)) TrainTests.AssertSameWeights(Path.Combine(whole, cell), Path.Combine(Out, cell));
    }

    [Fact]
    public void WhereEveryCellDivergesItIsExitCode4()
    {
        string[] without = [.. _small.Where((word, index) => word != "--lr" && (index == 0 || _small[index - 1] != "--lr"))];
        var diverged = CommandLine.Run(["sweep", .. without, "--optimizer", "sgd", "--over", "training.optimizer.learning_rate=1e30,2e30", "--out", Out]);
        Assert.Equal(ExitCode.Diverged, diverged.Code);
        Assert.StartsWith("every cell diverged", diverged.ErrorLine, StringComparison.Ordinal);
        Assert.All(Record()["cells"]!.AsArray(), cell => Assert.Equal("diverged", (string)cell!["status"]!));
    }

    [Fact]
    public void OtherPeoplesFilesAreNeverReplaced()
    {
        Directory.CreateDirectory(Out);
        string precious = Path.Combine(Out, "thesis.tex");
        File.WriteAllText(precious, "years");
        foreach (string[] force in new string[][] { [], ["--force"] }) Assert.Equal(ExitCode.Usage, CommandLine.Run(["sweep", .. _small, "--over", "seed=1,2", "--out", Out, .. force]).Code);
        Assert.Equal("years", File.ReadAllText(precious));
        Assert.Contains("found a file", CommandLine.Run(["sweep", .. _small, "--over", "seed=1,2", "--out", precious]).ErrorLine, StringComparison.Ordinal);
    }

    private JsonNode Record() => JsonNode.Parse(File.ReadAllText(Path.Combine(Out, "sweep.json")))!;
}
