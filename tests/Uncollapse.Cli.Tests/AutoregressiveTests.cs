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
        Assert.Contains("--decoder mlp|conv|pixelcnn|made|injective|lstm|gru|transformer", help, StringComparison.Ordinal);
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

    /// <summary>A picture of the most probable pixels is one for all codes of a mute model; a sample is drawn, and a hot one is noise.</summary>
    [Theory]
    [InlineData("--decoder", "pixelcnn", "--channels", "4", "--layers", "1", "--kernel", "3")]
    [InlineData("--decoder", "made")]
    public void SamplesAreDrawnAtATemperature(params string[] options)
    {
        string folder = SmallData.Folder(), run = Path.Combine(folder, "run");
        Assert.Equal(ExitCode.Done, CommandLine.Run(["train", "--data", Path.Combine(folder, "bars.npy"), "--epochs", "2", "--out", run, .. SmallData.Model.Split(' '), .. options]).Code);
        float[] Sampled(params string[] more)
        {
            string file = Path.Combine(folder, "samples.npy");
            var drawn = CommandLine.Run(["sample", run, "--out", file, "--force", .. more]);
            Assert.True(drawn.Code == ExitCode.Done, drawn.Error);
            Assert.Contains("each pixel drawn given those before it", drawn.Output, StringComparison.Ordinal);
            return Data.Npy.NpyReader.Read(file).ToSingle();
        }

        float[] first = Sampled("--seed", "1"), hot = Sampled("--seed", "1", "--temperature", "100");
        Assert.Equal(first, Sampled("--seed", "1"));
        Assert.Equal(first, Sampled("--seed", "1", "--draw"));
        Assert.NotEqual(first, Sampled("--seed", "2"));
        // An eighth of the pixels is lit; without any preference left, half.
        Assert.InRange(first.Average(), 0, 0.3);
        Assert.InRange(hot.Average(), 0.4, 0.6);
        foreach (string[] refused in (string[][])[["sample", run, "--words", "greedy"], ["sample", run, "--beam", "3"], ["reconstruct", run, "--temperature", "2"], ["traverse", run, "--words", "beam"]])
        {
            var answer = CommandLine.Run(refused);
            Assert.Equal(ExitCode.Usage, answer.Code);
            Assert.Contains($"{refused[2]} means nothing", answer.ErrorLine, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhereNoPixelIsDrawnGivenOthersATemperatureIsRefused()
    {
        string run = SmallData.Run(SmallData.Folder());
        var answer = CommandLine.Run("sample", run, "--temperature", "5");
        Assert.Equal(ExitCode.Usage, answer.Code);
        Assert.Contains("--temperature means nothing", answer.ErrorLine, StringComparison.Ordinal);
    }

    /// <summary>An option of both networks that one of them has no use for says which it reached, and the plan's file holds no trace of the other.</summary>
    [Fact]
    public void AnOptionOfBothNetworksSaysWhichItReached()
    {
        string folder = SmallData.Folder(), run = Path.Combine(folder, "run");
        var trained = CommandLine.Run(["train", "--data", Path.Combine(folder, "bars.npy"), "--epochs", "1", "--out", run, .. SmallData.Model.Split(' '),
            "--decoder", "pixelcnn", "--channels", "4", "--kernel", "3", "--dropout", "0.3", "--normalisation", "batch", "--activation", "tanh"]);
        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        string said = trained.Error + trained.Output;
        foreach (string option in (string[])["--hidden", "--dropout", "--normalisation", "--activation"])
            Assert.Contains($"{option} reaches the encoder alone: this decoder (pixelcnn) has no use for it", said, StringComparison.Ordinal);
        foreach (string option in (string[])["--channels", "--kernel"])
            Assert.Contains($"{option} reaches the decoder alone: this encoder (mlp) has no use for it", said, StringComparison.Ordinal);
        string plan = File.ReadAllText(Path.Combine(run, "plan.yaml"));
        Assert.Equal(1, plan.Split("dropout: 0.3").Length - 1);

        // What the file said and the options made idle is left out, and told.
        string file = Path.Combine(folder, "plan.yaml"), again = Path.Combine(folder, "again");
        File.WriteAllText(file, $"data:\n  source: {Path.Combine(folder, "bars.npy")}\nmodel:\n  latent: 2\n  likelihood:\n    kind: gaussian\n    sigma2: 0.25\ntraining:\n  epochs: 1\n");
        var other = CommandLine.Run("train", file, "--likelihood", "bernoulli", "--out", again);
        Assert.True(other.Code == ExitCode.Done, other.Error);
        Assert.Contains("model.likelihood.sigma2 0.25: the plan's, left out", other.Error + other.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, CommandLine.Run("train", file, "--likelihood", "bernoulli", "--sigma2", "1", "--out", again + "-no").Code);
    }
}
