using System.Text.Json.Nodes;
using Uncollapse.Data.Npy;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Runs;

namespace Uncollapse.Cli.Tests;

public sealed class TrainTests
{
    private readonly string _folder = SmallData.Folder();

    private string Data => Path.Combine(_folder, "bars.npy");

    [Fact]
    public void EveryKeyOfAPlanIsAnOption()
    {
        string help = CommandLine.Run("train", "--help").Output;
        foreach (PlanKey key in PlanSchema.Keys.Where(key => key.Path != "seed"))
        {
            // An option that does not exist would be named as unknown before the plan is looked at.
            var run = CommandLine.Run("train", $"--{key.Path}", "", Path.Combine(_folder, "none.yaml"));
            Assert.DoesNotContain("unknown option", run.Error, StringComparison.Ordinal);
            Assert.Contains(key.Summary, help.ReplaceLineEndings(" ").Replace("                                  ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OptionsWinOverThePlanAndNetworksOwnOverBoth()
    {
        string file = Path.Combine(_folder, "my-plan.yaml");
        File.WriteAllText(file, $"data:\n  source: '{Data}'\nmodel:\n  latent: 3\nobjective:\n  beta: 2\ntraining:\n  epochs: 1\n");
        string run = Path.Combine(_folder, "over");
        var trained = CommandLine.Run("train", file, "--hidden", "12,8", "--model.decoder.activation", "tanh", "--activation", "elu", "--beta", "0.5", "--warmup-epochs", "0.5", "--seed", "7", "--lr", "0.01", "--out", run);
        Assert.True(trained.Code == 0, trained.Error);
        Plan plan = PlanYaml.Read(Path.Combine(run, "plan.yaml"));
        Assert.Equal([12, 8], plan.Model.Encoder.Hidden);
        Assert.Equal([8, 12], plan.Model.Decoder.Hidden);
        Assert.Equal((Activation.Elu, Activation.Tanh), (plan.Model.Encoder.Activation, plan.Model.Decoder.Activation));
        Assert.Equal((3, 0.5, 0.5, 7L, 0.01), (plan.Model.Latent, plan.Objective.Beta, plan.Objective.WarmupEpochs, plan.Seed, plan.Training.Optimizer.LearningRate));
    }

    [Fact]
    public void TellsHowItGoesOnTheErrorStreamAndTheResultOnTheOutput()
    {
        string run = Path.Combine(_folder, "told");
        var trained = CommandLine.Run(["train", "--data", Data, "--epochs", "2", "--out", run, .. SmallData.Model.Split(' ')]);
        Assert.Equal(0, trained.Code);
        Assert.Contains("160 train, 20 validation, 20 test", trained.Error, StringComparison.Ordinal);
        Assert.Contains("64-16-2-16-64, bernoulli", trained.Error, StringComparison.Ordinal);
        Assert.Matches(@"\n     1/2( +-?[0-9.,]+){8} +[0-9]:[0-9]{2}\n", trained.Error);
        Assert.All(trained.Error.Split('\n').SkipWhile(line => !line.Contains("held out", StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));
        Assert.Contains($"next: uncollapse diagnose {run}", trained.Error, StringComparison.Ordinal);
        Assert.Contains("finished: 2 epochs, 16 steps", trained.Output, StringComparison.Ordinal);
        Assert.Contains("held out: ELBO -", trained.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', trained.Output + trained.Error);
    }

    [Fact]
    public void TheWatchWarnsOnTheTerminalInTheDocumentAndInTheHistoryUnlessItIsTurnedOff()
    {
        string[] command = ["train", "--data", Data, "--epochs", "6", "--beta", "200", "--json", .. SmallData.Model.Split(' ')];
        var watched = CommandLine.Run([.. command, "--out", Path.Combine(_folder, "watched")]);
        JsonNode warning = Assert.Single(watched.Json["warnings"]!.AsArray())!;
        Assert.Equal("collapse", (string?)warning["matter"]);
        Assert.Contains($"warning: epoch {warning["epoch"]}: {warning["message"]}", watched.Error, StringComparison.Ordinal);
        Assert.NotNull(watched.Json["measures"]![Measures.ValidationInformation]);
        var alone = CommandLine.Run([.. command, "--no-watch", "--out", Path.Combine(_folder, "alone")]);
        Assert.Empty(alone.Json["warnings"]!.AsArray());
        Assert.Null(alone.Json["measures"]![Measures.ValidationInformation]);
        Assert.DoesNotContain("warning: epoch", alone.Error, StringComparison.Ordinal);
        AssertSameWeights(Path.Combine(_folder, "watched"), Path.Combine(_folder, "alone"));
    }

    [Fact]
    public void WithJsonTheOutputIsOneDocumentAndWithQuietTheErrorStreamIsEmpty()
    {
        string run = Path.Combine(_folder, "json");
        var trained = CommandLine.Run(["train", "--data", Data, "--epochs", "1", "--out", run, "--json", "--quiet", .. SmallData.Model.Split(' ')]);
        Assert.Equal("", trained.Error);
        JsonNode json = trained.Json;
        Assert.Equal(run, json["run"]!.GetValue<string>());
        Assert.Equal("finished", json["info"]!["status"]!.GetValue<string>());
        Assert.True(json["measures"]!["validation.elbo"]!.GetValue<double>() < 0);
    }

    [Fact]
    public void WhatExistsIsNeverOverwrittenWithoutForce()
    {
        string run = SmallData.Run(_folder);
        byte[] before = File.ReadAllBytes(Path.Combine(run, "checkpoints", "last.npz"));
        var again = CommandLine.Run("train", "--data", Data, "--epochs", "1", "--out", run);
        Assert.Equal(ExitCode.Usage, again.Code);
        Assert.Contains("a run is there", again.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(run, "checkpoints", "last.npz")));

        File.WriteAllText(Path.Combine(run, "notes.txt"), "mine");
        Assert.Equal(0, CommandLine.Run("diagnose", run, "--importance-samples", "0").Code);
        foreach (string command in new[] { "sample", "reconstruct", "traverse", "embed", "export" }) Assert.Equal(0, CommandLine.Run(command, run).Code);
        string[] pictures = ["reconstructions.png", "report-reconstructions.png", "report-samples.png", "report-traversals.png", "samples.png", "traversals.png"];
        Assert.Equal(pictures, Directory.GetFiles(Path.Combine(run, "pictures")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(0, CommandLine.Run(["train", "--data", Data, "--epochs", "1", "--out", run, "--force", .. SmallData.Model.Split(' ')]).Code);
        Assert.NotEqual(before, File.ReadAllBytes(Path.Combine(run, "checkpoints", "last.npz")));
        // Nothing of the old model is left to be taken for the new one's; what is not a run's stays.
        Assert.Equal("mine", File.ReadAllText(Path.Combine(run, "notes.txt")));
        Assert.Equal(["checkpoints", "history.jsonl", "notes.txt", "plan.yaml", "run.json"], Directory.GetFileSystemEntries(run).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MilestonesAreAnOptionAndTheLearningRateFallsAfterThem()
    {
        string run = Path.Combine(_folder, "milestones");
        var trained = CommandLine.Run(["train", "--data", Data, "--epochs", "4", "--schedule", "step", "--milestones", "1,3", "--factor", "0.5", "--lr", "0.008", "--out", run, .. SmallData.Model.Split(' ')]);
        Assert.True(trained.Code == 0, trained.Error);
        double[] rates =
        [
            .. RunFolder.Open(run).ReadHistory().Where(entry => entry.Kind == "epoch").Select(entry => entry.Values[Measures.LearningRate]!.Value),
        ];
        Assert.Equal([0.008, 0.004, 0.004, 0.002], rates);
    }

    [Fact]
    public void CancellationSavesAndExitsWith130AndResumeGoesOn()
    {
        string whole = SmallData.Run(_folder);
        string part = Path.Combine(_folder, "part");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var stopped = CommandLine.Run(cancelled.Token, ["train", "--data", Data, "--epochs", "2", "--out", part, .. SmallData.Model.Split(' ')]);
        Assert.Equal(ExitCode.Interrupted, stopped.Code);
        Assert.Contains("state is saved", stopped.ErrorLine, StringComparison.Ordinal);
        Assert.Contains($"hint: uncollapse train {part} --resume", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("train", part, "--resume").Code);
        AssertSameWeights(whole, part);
    }

    [Fact]
    public void MoreEpochsAreThoseOfALongerRun()
    {
        string two = SmallData.Run(_folder);
        string one = Path.Combine(_folder, "one");
        Assert.Equal(0, CommandLine.Run(["train", "--data", Data, "--epochs", "1", "--out", one, .. SmallData.Model.Split(' ')]).Code);
        Assert.Equal(0, CommandLine.Run("train", one, "--resume", "--epochs", "2").Code);
        AssertSameWeights(two, one);

        var changed = CommandLine.Run("train", one, "--resume", "--beta", "3");
        Assert.Equal(ExitCode.Usage, changed.Code);
        Assert.StartsWith("--beta cannot change", changed.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void DivergenceIsExitCode4AndTheLastGoodStateIsKept()
    {
        string run = Path.Combine(_folder, "diverged");
        var diverged = CommandLine.Run(["train", "--data", Data, "--epochs", "3", "--out", run, "--optimizer", "sgd", "--learning-rate", "1e30", .. SmallData.Model.Split(' ')]);
        Assert.Equal(ExitCode.Diverged, diverged.Code);
        Assert.StartsWith("diverged at step", diverged.ErrorLine, StringComparison.Ordinal);
        using var kept = NpzFile.Open(Path.Combine(run, "checkpoints", "last.npz"));
        Assert.All(kept.Names.Where(name => !name.StartsWith("optimizer.", StringComparison.Ordinal)), name => Assert.All(kept.Read(name).ToSingle(), value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void MoreEpochsOfARunThatCannotGoOnLeaveItsPlanAlone()
    {
        string run = SmallData.Run(_folder);
        string plan = File.ReadAllText(Path.Combine(run, "plan.yaml"));
        File.WriteAllText(Path.Combine(run, "checkpoints", "last.npz"), "no archive");
        var refused = CommandLine.Run("train", run, "--resume", "--epochs", "9");
        Assert.NotEqual(ExitCode.Done, refused.Code);
        Assert.Contains("last.npz", refused.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(plan, File.ReadAllText(Path.Combine(run, "plan.yaml")));
    }

    [Fact]
    public void AFolderIsNamedAfterThePlanOrTheDataAndNeverTwice()
    {
        Assert.Equal(Path.Combine("runs", "bars"), Runs.RunNames.Fresh(null, Data));
        Assert.Equal(Path.Combine("runs", "shapes"), Runs.RunNames.Fresh(null, "synthetic:shapes?size=32"));
        Assert.Equal(Path.Combine("runs", "beta-4"), Runs.RunNames.Fresh("plans/Beta 4.yaml", Data));
        Assert.Equal(Path.Combine("runs", "images"), Runs.RunNames.Fresh(null, "/data/images.idx3.gz"));
    }

    internal static void AssertSameWeights(string left, string right)
    {
        using var first = NpzFile.Open(Path.Combine(left, "checkpoints", "last.npz"));
        using var second = NpzFile.Open(Path.Combine(right, "checkpoints", "last.npz"));
        Assert.Equal(first.Names, second.Names);
        Assert.NotEmpty(first.Names);
        Assert.All(first.Names, name => Assert.True(first.Read(name).Bytes.SequenceEqual(second.Read(name).Bytes), name));
    }
}
