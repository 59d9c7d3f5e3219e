namespace Uncollapse.Cli.Tests;

/// <summary>Models whose decoder sees the past, from the command line to pictures and a diagnosis.</summary>
public sealed class AutoregressiveTests
{
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
