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
    private string _said = "";

    [Fact]
    public void A_model_is_told_a_label_and_samples_are_told_a_value()
    {
        string run = Train("--condition", "shape");
        JsonNode condition = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!["conditions"]![0]!;
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
        var sheet = CommandLine.Run("sample", run, "--count", "7", "--out", Path.Combine(_folder, "all.png"), "--json");
        Assert.Equal(9, (int)sheet.Json["shape"]![0]!);
        var drawn = PngReader.Read(Path.Combine(_folder, "all.png"));
        Assert.Equal((2 + (7 * 8) + (3 * (56 + 2)) + 2, (3 * (56 + 2)) + 2), (drawn.Width, drawn.Height));
        Assert.Contains("rows from the top: square, ellipse, heart", CommandLine.Run("sample", run, "--out", Path.Combine(_folder, "more.png")).Output, StringComparison.Ordinal);

        var wrong = CommandLine.Run("sample", run, "--condition", "circle", "--out", Path.Combine(_folder, "no.npy"));
        Assert.Equal(ExitCode.Usage, wrong.Code);
        Assert.Contains("one of square, ellipse, heart", wrong.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_array_is_told_row_by_row()
    {
        string side = Path.Combine(_folder, "side.npy");
        NpyWriter.Write(side, NpyArray.From([.. Enumerable.Range(0, 240).SelectMany(n => new float[] { n % 16, n % 7 })], 240, 2));
        string run = Train("--condition", $"shape,{side}");
        JsonNode condition = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!["conditions"]![1]!;
        Assert.Equal((side, 2), ((string?)condition["column"], (int)condition["columns"]!));
        var diagnosed = CommandLine.Run("diagnose", run, "--json");
        Assert.NotNull(diagnosed.Json["interventions"]!["shuffle_condition"]!["ci95"]);
        Assert.Equal(0, CommandLine.Run("reconstruct", run).Code);
        Sample(run, "some.npy");
        Sample(run, "seven.npy", "--condition", $"shape=heart,{side}=7");
        Sample(run, "twenty-three.npy", "--condition", $"shape=heart,{side}=23");
        Assert.NotEqual(Read("seven.npy"), Read("twenty-three.npy"));
        var wrong = CommandLine.Run("sample", run, "--condition", $"shape=heart,{side}=240", "--out", Path.Combine(_folder, "no.npy"));
        Assert.Contains("0 to 239", wrong.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_knows_rows_with_a_condition_and_skips()
    {
        string run = Train("--condition", "rotation", "--skips", "gated", "--skip-features", "4", "--skip-dropout", "0.2", "--centred-scale", "0.7", "--code-skip", "true");
        // The decoder sees features of x: what is called the ELBO is no bound, and there is no likelihood.
        Assert.Contains("objective; no bound: the decoder sees features of x", _said, StringComparison.Ordinal);
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
        Assert.True((bool)diagnosed.Json["decoder_sees_example"]!);
        Assert.Null(diagnosed.Json["nll"]);
        Assert.Contains("no bound", (string)diagnosed.Json["undefined"]!.AsArray()[^1]!, StringComparison.Ordinal);
        Assert.Contains("objective; no bound: the decoder sees features of x", File.ReadAllText(Path.Combine(run, "report.html")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(run, "report.html")));
    }

    /// <summary>Behind the levels of a row stands what the model is told, which is no level.</summary>
    [Theory]
    [InlineData("categorical")]
    [InlineData("discretised-logistic")]
    public void Levels_are_asked_of_the_outputs_and_not_of_the_condition(string likelihood)
    {
        string run = Train("--condition", "rotation", "--likelihood", likelihood);
        Assert.DoesNotContain("no bound", _said, StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("sample", run, "--condition", "3.1").Code);
        Assert.Equal(0, CommandLine.Run("diagnose", run, "--importance-samples", "2").Code);

        float[] x = new float[200 * 4], told = [.. Enumerable.Range(0, 200).Select(n => n % 7 / 7f)];
        x[^2] = 0.5003f;
        x[0] = 1;
        string file = Path.Combine(_folder, "levels.npz");
        using (var npz = new NpzWriter(file))
        {
            npz.Add("x", x, 200, 4);
            npz.Add("labels", told, 200);
            npz.Commit();
        }

        var refused = CommandLine.Run("train", "--data", file, "--condition", "labels", "--likelihood", likelihood, "--out", Path.Combine(_folder, "none"));
        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains("0.5003 in value 3 of example", refused.ErrorLine, StringComparison.Ordinal);
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
        _said = trained.Error + trained.Output;
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
