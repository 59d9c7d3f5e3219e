using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Tests;

public sealed class PredictTests : IDisposable
{
    private readonly string _folder = SmallData.Folder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Data => Path.Combine(_folder, "bars.npy");

    [Fact]
    public void TheDocumentHoldsTheContractAndIsKeptWhereAsked()
    {
        string file = Path.Combine(_folder, "prediction.json");
        var run = CommandLine.Run("predict", "--data", Data, "--likelihood", "gaussian", "--sigma2", "0.1", "--beta", "2", "--latent", "3", "--out", file, "--json");
        Assert.True(run.Code == ExitCode.Done, run.Error);
        double[] eigenvalues = [.. run.Json["eigenvalues"]!.AsArray().Select(value => (double)value!)];
        Assert.Equal(eigenvalues.OrderDescending(), eigenvalues);
        Assert.Equal(eigenvalues[0], (double)run.Json["critical_beta"]!);
        Assert.Equal(eigenvalues[0] * 0.1 / 2, (double)run.Json["critical_sigma2"]!, 1e-9);
        Assert.Equal((2.0, 0.1, 3), ((double)run.Json["beta"]!, (double)run.Json["sigma2"]!, (int)run.Json["latent_size"]!));
        Assert.Equal(Math.Min(3, eigenvalues.Count(value => value > 2)), (int)run.Json["predicted_active_units"]!);
        Assert.Equal(2, run.Json["critical_beta_ci95"]!.AsArray().Count);
        foreach (string name in new[] { "predicted_rate", "likelihood", "examples", "warnings" }) Assert.NotNull(run.Json[name]);
        Assert.Equal(run.Output.TrimEnd(), File.ReadAllText(file).TrimEnd());
        Assert.Contains("the file exists", CommandLine.Run("predict", "--data", Data, "--out", file).ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAveragedReconstructionMultipliesTheWeight()
    {
        var run = CommandLine.Run("predict", "--data", Data, "--beta", "2", "--reduction", "mean", "--json");
        Assert.Equal(2 * 64, (double)run.Json["beta"]!);
        Assert.Equal(0, (int)run.Json["predicted_active_units"]!);
    }

    [Fact]
    public void APlanIsReadAndWhatHasNoPredictionIsRefused()
    {
        string plan = Path.Combine(_folder, "plan.yaml");
        File.WriteAllText(plan, PlanYaml.Format(new Plan { Data = new DataPlan { Source = Data }, Model = new ModelPlan { Latent = 4 }, Objective = new ObjectivePlan { Beta = 3 } }));
        Assert.Equal(3, (double)CommandLine.Run("predict", plan, "--json").Json["beta"]!);
        var refused = CommandLine.Run("predict", "--data", Data, "--likelihood", "discretised-logistic");
        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains("no prediction", refused.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, CommandLine.Run("predict", "--data", Data, "--beta", "0").Code);
    }

    /// <summary>As training does: of values that a likelihood cannot describe there is no law.</summary>
    [Fact]
    public void ValuesThatTheLikelihoodCannotDescribeAreRefused()
    {
        string levels = Path.Combine(_folder, "levels.csv");
        File.WriteAllLines(levels, Enumerable.Range(0, 40).Select(row => $"{row % 7},{row % 5},{row % 16}"));
        var refused = CommandLine.Run("predict", "--data", levels, "--likelihood", "categorical");
        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains("expected values in [0, 1] for a categorical likelihood", refused.ErrorLine, StringComparison.Ordinal);
        Assert.Contains("found a text", CommandLine.Run("predict", "--data", "synthetic:sentences", "--likelihood", "bernoulli").ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoPlanIsRefusedWithAHintForThisCommand()
    {
        string run = SmallData.Run(_folder), empty = Directory.CreateDirectory(Path.Combine(_folder, "pictures")).FullName;
        var refused = CommandLine.Run("predict", run);
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("expected PLAN.yaml, found the folder of a run", refused.ErrorLine, StringComparison.Ordinal);
        Assert.Contains($"uncollapse predict {Path.Combine(run, "plan.yaml")}", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--resume", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"uncollapse predict --data {empty}", CommandLine.Run("predict", empty).Error, StringComparison.Ordinal);
        Assert.Contains("nothing to predict from", CommandLine.Run("predict").ErrorLine, StringComparison.Ordinal);
        Assert.Contains("--resume", CommandLine.Run("train", run).Error, StringComparison.Ordinal);
        // No data are the default: without them nothing is trained.
        Assert.Equal(ExitCode.Usage, CommandLine.Run("train").Code);
        Assert.DoesNotContain("default synthetic:shapes", CommandLine.Run("train", "--help").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.05", false)]
    [InlineData("40", true)]
    public void TrainWarnsWhereTheCollapsedStateIsStableAndOnlyThere(string beta, bool warns)
    {
        var run = CommandLine.Run(["train", "--data", Data, "--epochs", "1", "--beta", beta, "--out", Path.Combine(_folder, "run"), "--validation", "0.1", "--test", "0.1", "--likelihood", "gaussian", .. SmallData.Model.Split(' ')]);
        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Equal(warns, run.Error.Contains("above the critical", StringComparison.Ordinal));
    }
}
