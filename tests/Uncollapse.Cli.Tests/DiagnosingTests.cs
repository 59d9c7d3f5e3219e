namespace Uncollapse.Cli.Tests;

/// <summary>What is said while a diagnosis runs, and when it is cut short.</summary>
public sealed class DiagnosingTests
{
    private readonly string _folder = SmallData.Folder();

    [Fact]
    public void Without_a_terminal_each_stage_has_a_line_and_the_training_is_told_before_them()
    {
        var run = Train("--diagnose");
        Assert.True(run.Code == ExitCode.Done, run.Error);
        string all = run.Output;
        Assert.True(all.IndexOf("finished: 2 epochs", StringComparison.Ordinal) < all.IndexOf("Key numbers", StringComparison.Ordinal), all);
        foreach (string stage in (string[])["encoding", "mutual information", "interventions", "likelihood"])
            Assert.Single(run.Error.Split('\n'), line => line == $"diagnosing: {stage}");
        Assert.DoesNotContain("diagnosing", Train("--diagnose", "--force", "--quiet").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("diagnosing: likelihood", CommandLine.Run("diagnose", Path.Combine(_folder, "run"), "--importance-samples", "0", "--force").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_diagnosis_keeps_the_run_and_says_how_to_go_on()
    {
        using var source = new CancellationTokenSource();
        using var output = new StringWriter();
        // The first stage's line is where somebody loses patience.
        using var error = new Watched("diagnosing: mutual information", source.Cancel);
        string run = Path.Combine(_folder, "run");
        int code = Application.Run([.. Words("--diagnose")], new CliStreams(output, error), TimeProvider.System, source.Token);
        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Contains("finished: 2 epochs", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("error: the diagnosis was interrupted; the training is done and its run is kept", error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"hint: uncollapse diagnose {run}", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, CommandLine.Run("diagnose", run).Code);
    }

    [Fact]
    public void An_autoregressive_decoder_gets_fewer_codes_and_that_is_said()
    {
        var run = Train("--decoder", "made", "--diagnose", "--json");
        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Equal(50, (int)run.Json["diagnosis"]!["nll"]!["importance_samples"]!);
        Assert.Contains("K = 50 codes an example", run.Error, StringComparison.Ordinal);
        var plain = Train("--diagnose", "--json", "--force");
        Assert.Equal(500, (int)plain.Json["diagnosis"]!["nll"]!["importance_samples"]!);
        Assert.DoesNotContain("K = ", plain.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_a_few_steps_is_perhaps_untrained()
    {
        var run = Train("--diagnose", "--epochs", "1", "--examples", "40");
        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Contains("Only 2 steps of training: the model is perhaps untrained", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Error: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Finding: cause unknown. ", run.Output, StringComparison.Ordinal);
    }

    private CommandLine Train(params string[] more) => CommandLine.Run([.. Words(more)]);

    private IEnumerable<string> Words(params string[] more) =>
        ["train", "--data", Path.Combine(_folder, "bars.npy"), .. more.Contains("--epochs") ? (string[])[] : ["--epochs", "2"], "--out", Path.Combine(_folder, "run"), .. SmallData.Model.Split(' '), .. more];

    private sealed class Watched(string awaited, Action then) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value == awaited) then();
        }
    }
}
