using Uncollapse.Records.History;
using Uncollapse.Training.Runs;

namespace Uncollapse.Cli.Tests;

public sealed class ProcessTests
{
    private readonly string _folder = SmallData.Folder();

    // 32 steps an epoch of a model large enough that a signal falls between them, and checkpoints far apart.
    private string[] Training(string run, int threads) =>
    [
        "train", "--data", Path.Combine(_folder, "bars.npy"), "--out", run, "--hidden", "128,128", "--latent", "4", "--batch-size", "5",
        "--epochs", "80", "--checkpoint-epochs", "7", "--warmup-epochs", "3", "--threads", $"{threads}",
    ];

    [Fact]
    public void KilledInTheMiddleOfAnEpochARunResumesToTheSameBits()
    {
        string whole = Path.Combine(_folder, "whole");
        var finished = ToolProcess.Run(Training(whole, threads: 1));
        Assert.True(finished.Code == 0, finished.Error);
        foreach (int threads in new[] { 1, 2 })
        {
            string killed = Path.Combine(_folder, $"killed-{threads}");
            using (var tool = ToolProcess.Start(Training(killed, threads)))
            {
                tool.Until(() => Lines(killed) >= 9 + threads);
                tool.Signal(ToolProcess.Kill9);
                tool.Wait();
            }

            RunInfo info = RunFolder.Open(killed).ReadInfo();
            Assert.Equal(RunStatus.Running, info.Status);
            Assert.True(info.Epoch < 80);
            var resumed = ToolProcess.Run("train", killed, "--resume", "--threads", $"{threads}");
            Assert.True(resumed.Code == 0, resumed.Error);
            TrainTests.AssertSameWeights(whole, killed);
            Assert.Equal(80, RunFolder.Open(killed).ReadHistory().Count(entry => entry.Kind == "epoch"));
        }
    }

    [Theory]
    [InlineData(ToolProcess.Interrupt)]
    [InlineData(ToolProcess.Terminate)]
    public void ASignalSavesTheStateAndExitsWith130(int signal)
    {
        string stopped = Path.Combine(_folder, "stopped");
        using (var tool = ToolProcess.Start(Training(stopped, threads: 2)))
        {
            tool.Until(() => Lines(stopped) >= 3);
            tool.Signal(signal);
            Assert.Equal(ExitCode.Interrupted, tool.Wait());
            Assert.Contains("the state is saved", tool.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", tool.Error, StringComparison.Ordinal);
        }

        RunInfo info = RunFolder.Open(stopped).ReadInfo();
        Assert.Equal(RunStatus.Interrupted, info.Status);
        Assert.InRange(info.Epoch, 2, 79);
        Assert.Equal(0, ToolProcess.Run("train", stopped, "--resume", "--epochs", $"{info.Epoch + 1}").Code);
        Assert.Equal(info.Epoch + 1, RunFolder.Open(stopped).ReadInfo().Epoch);
    }

    [Fact]
    public void RedirectedOutputHasNoEscapeCodesAndErrorsHaveTheirCodes()
    {
        string run = Path.Combine(_folder, "plain");
        var trained = ToolProcess.Run("train", "--data", Path.Combine(_folder, "bars.npy"), "--epochs", "1", "--hidden", "8", "--out", run);
        Assert.True(trained.Code == 0, trained.Error);
        Assert.DoesNotContain('\u001b', trained.Output + trained.Error);
        Assert.DoesNotContain('\r', trained.Output + trained.Error);
        Assert.Contains("finished: 1 epoch, ", trained.Output, StringComparison.Ordinal);

        var missing = ToolProcess.Run("train", Path.Combine(_folder, "none.yaml"));
        Assert.Equal((ExitCode.BadInput, ""), (missing.Code, missing.Output));
        Assert.Equal(2, missing.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static int Lines(string run)
    {
        string history = Path.Combine(run, "history.jsonl");
        if (!File.Exists(history)) return 0;
        using var stream = new FileStream(history, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var text = new StreamReader(stream);
        return text.ReadToEnd().Count(letter => letter == '\n');
    }
}
