using System.Text.Json.Nodes;
using Uncollapse.Data.Npy;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Cli.Tests;

public sealed class DiagnoseTests
{
    private const int Examples = 500;
    private const int Units = 3;

    // cli.md's contract: scripts of users read these names.
    private static readonly string[] _keys =
    [
        "schema_version", "tool_version", "subject", "verdict", "rate", "mutual_information", "aggregate_kl", "total_correlation", "marginal_kl",
        "active_units", "latent_size", "units", "reconstruction", "elbo", "nll", "interventions", "inference_gap", "geometry", "prediction", "findings",
    ];

    private readonly string _folder = SmallData.Folder();

    [Fact]
    public void ARunIsDiagnosedInTheTerminalInJsonAndInAReport()
    {
        string run = SmallData.Run(_folder);
        var diagnosed = CommandLine.Run("diagnose", run, "--importance-samples", "20");
        Assert.True(diagnosed.Code == 0, diagnosed.Error);
        Assert.Contains("Mutual information, lower bound", diagnosed.Output, StringComparison.Ordinal);
        Assert.Contains($"report: {Path.Combine(run, "report.html")}", diagnosed.Error, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "diagnosis.json")))!;
        Assert.Empty(_keys.Except(json.AsObject().Select(pair => pair.Key)));
        Assert.Equal((20, 2, run), (json["subject"]!["examples"]!.GetValue<int>(), json["latent_size"]!.GetValue<int>(), json["subject"]!["source"]!.GetValue<string>()));
        Assert.Equal(20, json["nll"]!["importance_samples"]!.GetValue<int>());
        Assert.Equal((20, 2), (json["geometry"]!["examples"]!.GetValue<int>(), json["geometry"]!["eigenvalues"]!.AsArray().Count));
        // A margin takes 40 examples: half of fewer say nothing of a direction.
        Assert.Null(json["stability"]);
        string report = File.ReadAllText(Path.Combine(run, "report.html"));
        Assert.StartsWith("<!DOCTYPE html>", report, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("data:image/png;base64,", report, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(run, "pictures", "report-samples.png")));
    }

    [Fact]
    public void WithJsonTheOutputIsTheDiagnosisAndEqualSeedsGiveEqualNumbers()
    {
        string run = SmallData.Run(_folder);
        string[] line = ["diagnose", run, "--json", "--importance-samples", "5", "--seed", "3", "--split", "train", "--checkpoint", "last"];
        JsonNode first = CommandLine.Run([.. line, "--out", Path.Combine(_folder, "a"), "--threads", "1"]).Json;
        JsonNode second = CommandLine.Run([.. line, "--out", Path.Combine(_folder, "b"), "--threads", "2"]).Json;
        Assert.Equal(("train", "last", 3, 160), (first["subject"]!["split"]!.GetValue<string>(), first["subject"]!["checkpoint"]!.GetValue<string>(), first["subject"]!["seed"]!.GetValue<int>(), first["subject"]!["examples"]!.GetValue<int>()));
        first["seconds"] = second["seconds"]!.GetValue<double>();
        Assert.True(JsonNode.DeepEquals(first, second));
        Assert.False(File.Exists(Path.Combine(run, "diagnosis.json")));
    }

    [Theory]
    [InlineData("3-0", "--blocks: expected ranges of units that rise, such as 0-3,4-7, found '3-0'")]
    [InlineData("0-1,,1", "found nothing between two commas")]
    [InlineData("all", "found 'all'")]
    [InlineData("0-2", "--blocks: expected units from 0 to 1, as the code has 2, found 2")]
    public void BadBlocksAreOneClearLine(string blocks, string said)
    {
        string run = SmallData.Run(_folder);
        var refused = CommandLine.Run("diagnose", run, "--blocks", blocks);
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains(said, refused.ErrorLine, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run, "diagnosis.json")));
    }

    [Fact]
    public void BlocksOfUnitsAreMeasuredWhereTheyAreAskedFor()
    {
        string run = SmallData.Run(_folder);
        var diagnosed = CommandLine.Run("diagnose", run, "--blocks", "0-1,1", "--json", "--importance-samples", "0");
        Assert.True(diagnosed.Code == 0, diagnosed.Error);
        JsonArray blocks = diagnosed.Json["interventions"]!["per_block"]!.AsArray(), units = diagnosed.Json["interventions"]!["per_unit"]!.AsArray();
        Assert.Equal(["units 0-1", "unit 1"], blocks.Take(2).Select(block => block!["name"]!.GetValue<string>()));
        Assert.Equal(units[1]!["loss_nats"]!.GetValue<double>(), blocks[1]!["loss_nats"]!.GetValue<double>());
        Assert.Equal(2, blocks[0]!["ci95"]!.AsArray().Count);
        var outside = CommandLine.Run("diagnose", "--posterior", "q.npz", "--blocks", "0-1");
        Assert.Equal(ExitCode.Usage, outside.Code);
        Assert.Contains("--blocks means nothing without a RUN", outside.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainDiagnosesAtOnce()
    {
        string run = Path.Combine(_folder, "at-once");
        var trained = CommandLine.Run(["train", "--data", Path.Combine(_folder, "bars.npy"), "--epochs", "1", "--out", run, "--diagnose", "--json", .. SmallData.Model.Split(' ')]);
        Assert.True(trained.Code == 0, trained.Error);
        Assert.Equal("test", trained.Json["diagnosis"]!["subject"]!["split"]!.GetValue<string>());
        Assert.True(File.Exists(Path.Combine(run, "report.html")) && File.Exists(Path.Combine(run, "diagnosis.json")));
    }

    [Fact]
    public void AnEarlierDiagnosisIsNotOverwrittenWithoutForce()
    {
        string run = SmallData.Run(_folder, "--diagnose");
        byte[] before = File.ReadAllBytes(Path.Combine(run, "diagnosis.json"));
        var again = CommandLine.Run("diagnose", run);
        Assert.Equal(ExitCode.Usage, again.Code);
        Assert.Contains("diagnosis.json exists", again.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(run, "diagnosis.json")));
        Assert.Equal(0, CommandLine.Run("diagnose", run, "--force", "--seed", "9", "--importance-samples", "0").Code);
        Assert.NotEqual(before, File.ReadAllBytes(Path.Combine(run, "diagnosis.json")));
    }

    [Fact]
    public void AConstantCodeIsCollapsedWhateverItsRate()
    {
        // q = N(c, I) for every x: rate |c|^2 / 2, information 0.
        float[] mean = [.. Enumerable.Range(0, Examples * Units).Select(i => new[] { 1f, -2f, 0.5f }[i % Units])];
        string file = Posterior(mean, new float[mean.Length]);
        var diagnosed = CommandLine.Run("diagnose", "--posterior", file, "--json", "--fail-on", "collapse");
        Assert.Equal(ExitCode.Found, diagnosed.Code);
        Assert.Equal("collapsed", diagnosed.Json["verdict"]!.GetValue<string>());
        Assert.Equal(2.625, diagnosed.Json["rate"]!.GetValue<double>(), 4);
        Assert.Equal(0, diagnosed.Json["mutual_information"]!["estimate"]!.GetValue<double>(), 2);
        Assert.Null(diagnosed.Json["nll"]);
        Assert.Contains("constant-code", diagnosed.Json["findings"]!.AsArray().Select(finding => finding!["cause"]!.GetValue<string>()));
        Assert.Equal(0, CommandLine.Run("diagnose", "--posterior", file).Code);
    }

    [Fact]
    public void CodesFarApartTellEveryExampleAndAPairOfFilesIsTheSameAsAnArchive()
    {
        // Means of variance 10^4 and variances of 10^-4: the information is the log of the number of examples.
        float[] mean = new float[Examples * Units];
        new Rng(1).FillNormal(mean);
        for (int i = 0; i < mean.Length; i++) mean[i] *= 100;
        float[] logVariance = [.. mean.Select(_ => MathF.Log(1e-4f))];
        string archive = Posterior(mean, logVariance);
        string means = Path.Combine(_folder, "m.npy"), logVariances = Path.Combine(_folder, "v.npy"), folder = Path.Combine(_folder, "out");
        NpyWriter.Write(means, NpyArray.From(mean, Examples, Units));
        NpyWriter.Write(logVariances, NpyArray.From(logVariance, Examples, Units));
        JsonNode one = CommandLine.Run("diagnose", "--posterior", archive, "--json").Json;
        JsonNode two = CommandLine.Run("diagnose", "--mu", means, "--logvar", logVariances, "--json", "--out", folder, "--fail-on", "collapse").Json;
        Assert.Equal(Math.Log(Examples), one["mutual_information"]!["estimate"]!.GetValue<double>(), 4);
        Assert.True(one["mutual_information"]!["saturated"]!.GetValue<bool>());
        Assert.Equal(one["mutual_information"]!.ToJsonString(), two["mutual_information"]!.ToJsonString());
        Assert.True(File.Exists(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public void EmbeddedCodesAreAPosteriorFile()
    {
        string run = SmallData.Run(_folder), codes = Path.Combine(_folder, "codes.npz");
        Assert.Equal(0, CommandLine.Run("embed", run, "--out", codes).Code);
        JsonNode whole = CommandLine.Run("diagnose", run, "--json", "--importance-samples", "0").Json;
        JsonNode outside = CommandLine.Run("diagnose", "--posterior", codes, "--json").Json;
        Assert.Equal(whole["rate"]!.GetValue<double>(), outside["rate"]!.GetValue<double>(), 6);
        Assert.Equal(whole["mutual_information"]!["estimate"]!.GetValue<double>(), outside["mutual_information"]!["estimate"]!.GetValue<double>(), 6);
    }

    [Fact]
    public void CancellationIsExitCode130AndLeavesNothingHalfWritten()
    {
        string run = SmallData.Run(_folder);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var stopped = CommandLine.Run(cancelled.Token, "diagnose", run);
        Assert.Equal(ExitCode.Interrupted, stopped.Code);
        Assert.False(File.Exists(Path.Combine(run, "diagnosis.json")));
    }

    public static TheoryData<string, string> BadPosteriors => new()
    {
        { "mismatch", "expected the shape (500, 3) of mu" },
        { "no-spread", "exactly one of 'logvar', 'var', 'std'" },
        { "nan", "finite" },
        { "one-axis", "an array [examples, units]" },
        { "negative-variance", "above 0" },
    };

    [Theory]
    [MemberData(nameof(BadPosteriors))]
    public void ABadPosteriorIsExitCode2(string kind, string said)
    {
        float[] mean = new float[Examples * Units];
        string file = Path.Combine(_folder, "bad.npz");
        using (var archive = new NpzWriter(file))
        {
            if (kind == "nan") mean[7] = float.NaN;
            if (kind == "one-axis") archive.Add("mu", mean, mean.Length);
            else archive.Add("mu", mean, Examples, Units);
            if (kind == "mismatch") archive.Add("logvar", mean, Units, Examples);
            else if (kind == "negative-variance") archive.Add("var", [.. mean.Select(_ => -1f)], Examples, Units);
            else if (kind != "no-spread") archive.Add("logvar", new float[mean.Length], Examples, Units);
            archive.Commit();
        }

        var run = CommandLine.Run("diagnose", "--posterior", file);
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(said, run.ErrorLine, StringComparison.Ordinal);
        Assert.StartsWith(file, run.ErrorLine, StringComparison.Ordinal);
    }

    private string Posterior(float[] mean, float[] logVariance)
    {
        string file = Path.Combine(_folder, "q.npz");
        using var archive = new NpzWriter(file);
        archive.Add("mu", mean, Examples, Units);
        archive.Add("logvar", logVariance, Examples, Units);
        archive.Commit();
        return file;
    }
}
