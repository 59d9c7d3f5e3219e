using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Tests;

/// <summary>Models whose decoder sees the past, from the command line to pictures and a diagnosis.</summary>
public sealed class AutoregressiveTests
{
    [Fact]
    public void EachSideListsItsOwnKindsAndAPixelcnnHasADefault()
    {
        string help = CommandLine.Run("train", "--help").Output;
        Assert.DoesNotContain("--encoder mlp|conv|lstm|gru|", help, StringComparison.Ordinal);
        Assert.DoesNotContain("--encoder mlp|conv|pixelcnn", help, StringComparison.Ordinal);
        Assert.Contains("--encoder mlp|conv|lstm|gru", help, StringComparison.Ordinal);
        Assert.Contains("--decoder mlp|conv|pixelcnn|made|lstm|gru|transformer", help, StringComparison.Ordinal);
        string folder = SmallData.Folder(), data = Path.Combine(folder, "bars.npy");
        Assert.Contains("--encoder: expected mlp, conv, lstm, gru, found 'made'", CommandLine.Run("train", "--data", data, "--encoder", "made").ErrorLine, StringComparison.Ordinal);
        var wide = CommandLine.Run("train", "--data", data, "--decoder", "pixelcnn", "--channels", "16,32", "--out", Path.Combine(folder, "wide"));
        Assert.Equal(ExitCode.BadInput, wide.Code);
        Assert.Contains("--model.decoder.channels 32", wide.Error, StringComparison.Ordinal);
        string run = SmallData.Run(folder, "--decoder", "pixelcnn");
        Assert.Equal([32], PlanYaml.Read(Path.Combine(run, "plan.yaml")).Model.Decoder.Channels);
    }

    [Theory]
    [InlineData("64-16-2, pixelcnn 1 x 4, bernoulli", "--decoder", "pixelcnn", "--channels", "4", "--layers", "1", "--kernel", "3")]
    [InlineData("64-16-2, pixelcnn 2 x 4 context 2, categorical", "--decoder", "pixelcnn", "--channels", "4", "--layers", "2", "--kernel", "5", "--context", "2", "--likelihood", "categorical", "--context-dropout", "0.2")]
    [InlineData("64-16-2, made 16, discretised-logistic", "--decoder", "made", "--likelihood", "discretised-logistic", "--logistics", "2")]
    public void ARunIsTrainedDrawnAndDiagnosed(string line, params string[] options)
    {
        string folder = SmallData.Folder(), run = Path.Combine(folder, "run");
        var trained = CommandLine.Run(["train", "--data", Path.Combine(folder, "bars.npy"), "--epochs", "2", "--out", run, .. SmallData.Model.Split(' '), .. options]);
        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        Assert.Contains($"model: {line}", trained.Error + trained.Output, StringComparison.Ordinal);
        foreach (string command in (string[])["sample", "reconstruct", "traverse"])
        {
            var drawn = CommandLine.Run([command, run]);
            Assert.True(drawn.Code == ExitCode.Done, drawn.Error);
        }

        Assert.True(Directory.GetFiles(Path.Combine(run, "pictures"), "*.png").Length >= 3);
        var diagnosed = CommandLine.Run(["diagnose", run, "--importance-samples", "5"]);
        Assert.True(diagnosed.Code == ExitCode.Done, diagnosed.Error);
        Assert.Contains(line, File.ReadAllText(Path.Combine(run, "report.html")), StringComparison.Ordinal);
    }
}
