using System.Text.Json.Nodes;
using Uncollapse.Records.Plans;
using Uncollapse.Tests;

namespace Uncollapse.Cli.Tests;

public sealed class DescribeTextTests
{
    private readonly string _folder = TestFiles.TemporaryFolder();

    [Fact]
    public void ATextIsDescribedAsSentences()
    {
        string folder = Write(("train.txt", "The cat sat\n\nthe dog\n"), ("valid.txt", "the bird sat\n"), ("test.txt", "a\n"));
        var told = CommandLine.Run("data", "describe", folder, "--lower", "true");
        Assert.True(told.Code == 0, told.Error);
        string words = Words(told.Output);
        foreach (string fact in new[] { "sentences 2, and 1 for validation, and 1 for the test", "words 5, 4 different", "vocabulary 8 tokens", "'the', 'cat', 'dog', 'sat' are the most frequent", "0.00 % of the words, 33.33 % of those in the validation sentences", "first sentence the cat sat", "1 blank lines left out" })
            Assert.Contains(fact, words, StringComparison.Ordinal);
        Assert.Contains("--lower true --encoder lstm --decoder lstm --likelihood categorical", words, StringComparison.Ordinal);
        JsonNode json = CommandLine.Run("data", "describe", folder, "--json", "--max-length", "2").Json;
        Assert.Equal(("word", 1, "1,3,1", "The cat"), (json["unit"]!.GetValue<string>(), json["cut_sentences"]!.GetValue<int>(), string.Join(',', json["shape"]!.AsArray().Select(side => side!.GetValue<int>())), json["first_sentence"]!.GetValue<string>()));
    }

    [Fact]
    public void BuiltInSentencesAreListedAndDescribedWithTheirFactors()
    {
        Assert.Contains("synthetic:sentences", CommandLine.Run("data", "list").Output, StringComparison.Ordinal);
        JsonNode json = CommandLine.Run("data", "describe", "synthetic:sentences?examples=200", "--json").Json;
        Assert.Equal(["topic", "tense", "number", "sentiment"], json["labels"]!.AsArray().Select(label => label!["name"]!.GetValue<string>()));
    }

    [Fact]
    public void TrainChoosesATextModelWhereNothingIsSaidAndRefusesWhatCannotBe()
    {
        string[] sentences = [.. Enumerable.Range(0, 30).Select(i => $"the {(i % 2 == 0 ? "cat" : "dog")} sat {i % 5}")];
        File.WriteAllLines(Path.Combine(_folder, "train.txt"), sentences);
        string[] small = ["--embedding", "4", "--state", "4", "--latent", "2", "--epochs", "1"];
        foreach ((string source, string run) in new[] { (_folder, "a"), (Path.Combine(_folder, "train.txt"), "b"), ("synthetic:sentences?examples=40", "c") })
        {
            var trained = CommandLine.Run(["train", "--data", source, "--out", Path.Combine(_folder, "runs", run), .. small]);
            Assert.True(trained.Code == 0, trained.Error);
            Assert.Contains("--encoder lstm --decoder lstm --likelihood categorical are chosen", trained.Error, StringComparison.Ordinal);
            ModelPlan model = PlanYaml.Read(Path.Combine(_folder, "runs", run, "plan.yaml")).Model;
            Assert.Equal((NetworkKind.Lstm, NetworkKind.Lstm, LikelihoodKind.Categorical, 4), (model.Encoder.Kind, model.Decoder.Kind, model.Likelihood.Kind, model.Encoder.State));
        }

        var refused = CommandLine.Run("train", "--data", Path.Combine(_folder, "train.txt"), "--encoder", "mlp", "--out", Path.Combine(_folder, "runs", "d"));
        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains("a text", refused.ErrorLine, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "runs", "d")));
    }

    [Fact]
    public void WhatAFileHoldsDoesNotSteerTheTerminal()
    {
        string file = Path.Combine(_folder, "c1.txt");
        File.WriteAllText(file, "csi \u009b31m here\nand there\nand so on\n");
        Assert.DoesNotContain('\u009b', CommandLine.Run("data", "describe", file).Output);
    }

    [Fact]
    public void OptionsOfTextAreRefusedForNumbersAndForBadValues()
    {
        var numbers = CommandLine.Run("data", "describe", "synthetic:shapes?examples=20&size=8", "--unit", "character");
        Assert.Equal(ExitCode.BadInput, numbers.Code);
        Assert.StartsWith("--unit: expected a text, found numbers", numbers.ErrorLine, StringComparison.Ordinal);
        Assert.NotEqual(0, CommandLine.Run("data", "describe", "synthetic:sentences", "--vocabulary", "0").Code);
        Assert.Equal(ExitCode.Usage, CommandLine.Run("data", "describe", "synthetic:sentences", "--unit", "sentence").Code);
        string table = Path.Combine(_folder, "table.txt");
        File.WriteAllText(table, "1 2\n3 4\n5 6\n7 8\n");
        Assert.Contains("sentences", CommandLine.Run("data", "describe", table, "--data-kind", "text").Output, StringComparison.Ordinal);
    }

    private string Write(params (string Name, string Content)[] files)
    {
        foreach ((string name, string content) in files) File.WriteAllText(Path.Combine(_folder, name), content);
        return _folder;
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
