using System.Text.Json.Nodes;
using Uncollapse.Data.Npy;
using Uncollapse.Data.Png;
using Uncollapse.Tests;

namespace Uncollapse.Cli.Tests;

/// <summary>Conditional models and models with skips, from the command line.</summary>
public sealed class ConditionTests
{
    private const string Data = "synthetic:shapes?examples=240&size=8";
    private readonly string _folder = TestFiles.TemporaryFolder();

    [Fact]
    public void A_model_is_told_a_label_and_samples_are_told_a_value()
    {
        string run = Train("--condition", "shape");
        JsonNode condition = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!["condition"]!;
        Assert.Equal("shape", (string?)condition["column"]);
        Assert.Equal(["square", "ellipse", "heart"], condition["values"]!.AsArray().Select(value => (string?)value));

        CommandLine hearts = Sample(run, "hearts.npy", "--condition", "heart");
        Assert.Contains("of shape heart", hearts.Output, StringComparison.Ordinal);
        Sample(run, "squares.npy", "--condition", "square");
        // One value after the other, of the same codes: two squares, two ellipses, two hearts.
        Sample(run, "all.npy");
        float[] heart = Read("hearts.npy"), square = Read("squares.npy"), all = Read("all.npy");
        Assert.Equal(heart[(4 * 64)..], all[(4 * 64)..]);
        Assert.Equal(square[..(2 * 64)], all[..(2 * 64)]);
        Assert.NotEqual(heart, square);

        // A sheet has a row for each value, its name beside it, and is full: seven are made nine.
        CommandLine sheet = CommandLine.Run("sample", run, "--count", "7", "--out", Path.Combine(_folder, "all.png"), "--json");
        Assert.Equal(9, (int)sheet.Json["shape"]![0]!);
        var drawn = PngReader.Read(Path.Combine(_folder, "all.png"));
        Assert.Equal((2 + (7 * 8) + (3 * (56 + 2)) + 2, (3 * (56 + 2)) + 2), (drawn.Width, drawn.Height));
        Assert.Contains("rows from the top: square, ellipse, heart", CommandLine.Run("sample", run, "--out", Path.Combine(_folder, "more.png")).Output, StringComparison.Ordinal);

        var wrong = CommandLine.Run("sample", run, "--condition", "circle", "--out", Path.Combine(_folder, "no.npy"));
        Assert.Equal(ExitCode.Usage, wrong.Code);
        Assert.Contains("one of square, ellipse, heart", wrong.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_knows_rows_with_a_condition_and_skips()
    {
        string run = Train("--condition", "rotation", "--skips", "gated", "--skip-features", "4", "--skip-dropout", "0.2", "--centred-scale", "0.7", "--code-skip", "true");
        Assert.Equal(0, CommandLine.Run("embed", run).Code);
        Assert.Equal(0, CommandLine.Run("reconstruct", run).Code);
        Assert.Equal(0, CommandLine.Run("traverse", run).Code);
        Assert.Equal(0, CommandLine.Run("sample", run, "--condition", "3.1").Code);
        Assert.Equal(0, CommandLine.Run("sample", run, "--draw", "--out", Path.Combine(_folder, "drawn.npy")).Code);
        var diagnosed = CommandLine.Run("diagnose", run, "--json");
        Assert.True(diagnosed.Code == 0, diagnosed.Error);
        JsonNode interventions = diagnosed.Json["interventions"]!;
        Assert.NotNull(interventions["shuffle_skip"]!["loss_nats"]);
        Assert.NotNull(interventions["shuffle_condition"]!["ci95"]);
        Assert.Null(interventions["drop_context"]);
        Assert.True(File.Exists(Path.Combine(run, "report.html")));
    }

    [Fact]
    public void A_model_that_is_told_nothing_refuses_a_condition_and_a_column_must_be_there()
    {
        string run = Train();
        Assert.Contains("told nothing", CommandLine.Run("sample", run, "--condition", "heart").ErrorLine, StringComparison.Ordinal);
        var error = CommandLine.Run("train", "--data", Data, "--condition", "colour", "--out", Path.Combine(_folder, "none"));
        Assert.Equal(ExitCode.BadInput, error.Code);
        Assert.Contains("shape, scale, rotation, x, y", error.ErrorLine, StringComparison.Ordinal);
    }

    private string Train(params string[] more)
    {
        string run = Path.Combine(_folder, "run");
        var trained = CommandLine.Run(["train", "--data", Data, "--binarise", "threshold", "--epochs", "2", "--hidden", "16", "--latent", "2", "--batch-size", "20", "--out", run, .. more]);
        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        return run;
    }

    private CommandLine Sample(string run, string name, params string[] more)
    {
        var sampled = CommandLine.Run(["sample", run, "--count", "6", "--out", Path.Combine(_folder, name), .. more]);
        Assert.True(sampled.Code == ExitCode.Done, sampled.Error);
        return sampled;
    }

    private float[] Read(string name) => NpyReader.Read(Path.Combine(_folder, name)).ToSingle();
}
