using Uncollapse.Data.Datasets;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Tests.Text;

/// <summary>Rules of tokens, ids and rows, each by a text whose rows are written by hand.</summary>
public sealed class EncodingTests
{
    [Fact]
    public void WordsAreNumberedByFrequencyThenByOrderAndRowsEndAndArePadded()
    {
        // b three times; a and c twice; d once.
        using PreparedData data = TextFolder.Prepare("b c a b\n d  b\ta c \n\n  \n");
        Assert.Equal(["<pad>", "<unk>", "<bos>", "<eos>", "b", "a", "c", "d"], data.Train.Vocabulary!.Tokens);
        Assert.Equal(new ExampleShape(1, 5, 1), data.Train.Shape);
        Assert.Equal([[4, 6, 5, 4, 3], [7, 4, 5, 6, 3]], TextFolder.Rows(data.Train));
        Assert.Equal([[5, 3, 0, 0, 0]], TextFolder.Rows(data.Test));
        Assert.Equal([5, 2], [data.Train.Length(1), data.Test.Length(0)]);
        Assert.Contains("2 blank lines left out", data.Source.Train.Provenance.Notes);
        Assert.Equal(ValueKind.Token, data.Train.Data.Kind);
    }

    [Fact]
    public void TheTrainingSplitAloneMakesTheVocabularyAndTheLongestOfAllTheWidth()
    {
        using PreparedData data = TextFolder.Prepare("a b\nb\n", null, "new words b here\n", "b b\n");
        Assert.Equal(["b", "a"], data.Train.Vocabulary!.Tokens.Skip(4));
        Assert.Equal([[1, 1, 4, 1, 3]], TextFolder.Rows(data.Validation));
        Assert.Equal([[5, 4, 3, 0, 0], [4, 3, 0, 0, 0]], TextFolder.Rows(data.Train));
        Assert.Equal(0.75, data.Validation.TokenStatistics()!.UnknownShare);
        Assert.Same(data.Train.Vocabulary, data.Test.Vocabulary);
    }

    [Fact]
    public void AFileWithoutSplitsIsDividedBeforeItsVocabularyIsMade()
    {
        // Every word occurs in one sentence alone: none that is held out can be known.
        string path = TextFolder.File(string.Join('\n', Enumerable.Range(0, 100).Select(i => $"w{i} v{i}")));
        using var data = PreparedData.Open(new DataPlan { Source = path }, new Rng(3));
        Assert.Equal((80, 10, 10), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal(4 + 160, data.Train.Vocabulary!.Count);
        Assert.Equal((0.0, 1.0, 1.0), (data.Train.TokenStatistics()!.UnknownShare, data.Validation.TokenStatistics()!.UnknownShare, data.Test.TokenStatistics()!.UnknownShare));
        Assert.All(TextFolder.Sentences(data.Train).Zip(Enumerable.Range(0, 80)), pair => Assert.Equal($"w{data.Train.Data.SourceIndex(pair.Second)} v{data.Train.Data.SourceIndex(pair.Second)}", pair.First));
    }

    [Theory]
    [InlineData(2, 1, "b,a")]
    [InlineData(100, 2, "b,a,c")]
    [InlineData(100, 3, "b")]
    [InlineData(100, 1, "b,a,c,d")]
    public void CutOffsKeepTheMostFrequent(int vocabulary, int minimum, string kept)
    {
        using PreparedData data = TextFolder.Prepare("b c a b\nd b a c\n", new TextPlan { Vocabulary = vocabulary, MinimumCount = minimum });
        Assert.Equal(kept.Split(','), data.Train.Vocabulary!.Tokens.Skip(4));
    }

    [Fact]
    public void UnknownIsAWordOfSomeTextsAlready()
    {
        using PreparedData data = TextFolder.Prepare("<unk> a <unk> a <unk>\n", null, "b <unk>\n");
        Assert.Equal(["a"], data.Train.Vocabulary!.Tokens.Skip(4));
        Assert.Equal([[1, 4, 1, 4, 1, 3]], TextFolder.Rows(data.Train));
        Assert.Equal([[1, 1, 3, 0, 0, 0]], TextFolder.Rows(data.Validation));
        Assert.Equal(0.6, data.Train.TokenStatistics()!.UnknownShare, 12);
    }

    [Fact]
    public void CharactersAreScalarValuesAndInnerSpacesCount()
    {
        using PreparedData data = TextFolder.Prepare(" 😀é a😀 \n", new TextPlan { Unit = TextUnit.Character });
        Assert.Equal(["😀", " ", "a", "é"], data.Train.Vocabulary!.Tokens.Skip(4));
        Assert.Equal([[4, 7, 5, 6, 4, 3]], TextFolder.Rows(data.Train));
        Assert.Equal("😀é a😀", TextFolder.Sentences(data.Train)[0]);
    }

    [Fact]
    public void CapitalsAreMadeSmallWhereAsked()
    {
        using PreparedData plain = TextFolder.Prepare("The the ÉTÉ été\n");
        using PreparedData small = TextFolder.Prepare("The the ÉTÉ été\n", new TextPlan { Lower = true });
        Assert.Equal(4 + 4, plain.Train.Vocabulary!.Count);
        Assert.Equal(["the", "été"], small.Train.Vocabulary!.Tokens.Skip(4));
        Assert.Equal([4, 5, 3], small.Train.Vocabulary.Encode("THE Été"));
    }

    [Fact]
    public void LongSentencesAreCutAndEndThere()
    {
        using PreparedData data = TextFolder.Prepare("a b c d e\na b\na b c\n", new TextPlan { MaxLength = 3 }, "a a a a\n");
        Assert.Equal(4, data.Train.OutputSize);
        Assert.Equal([[4, 5, 6, 3], [4, 5, 3, 0], [4, 5, 6, 3]], TextFolder.Rows(data.Train));
        Assert.Equal(1, data.Train.TokenStatistics()!.Cut);
        Assert.Equal(3 + 2 + 3 + 3, data.Train.TokenStatistics()!.Tokens);
        Assert.Contains("2 sentences cut to 3 tokens", data.Describe());
        using PreparedData wide = TextFolder.Prepare("a b c d e\na b\n", new TextPlan { MaxLength = 50 });
        Assert.Equal(6, wide.Train.OutputSize);
        Assert.DoesNotContain("cut", wide.Describe());
    }

    [Fact]
    public void StatisticsAreCountsOfTokens()
    {
        using PreparedData data = TextFolder.Prepare("b b a\nb z\n", new TextPlan { MinimumCount = 1, Vocabulary = 2 });
        TokenStatistics tokens = data.Train.TokenStatistics()!;
        // 7 tokens: two ends, three b, one a, one z that the cut-off leaves out.
        Assert.Equal([0, 1, 0, 2, 3, 1], tokens.Counts);
        Assert.Equal((7, 5, 0.2), (tokens.Tokens, tokens.Words, tokens.UnknownShare));
        Assert.Equal(-((2 * Math.Log(1 / 7.0) / 7) + (2 / 7.0 * Math.Log(2 / 7.0)) + (3 / 7.0 * Math.Log(3 / 7.0))), tokens.Entropy, 12);
        Assert.Equal(1 / 8.0, data.Train.Statistics().ZeroShare);
        Assert.Equal(5, data.Train.Statistics().OverallMaximum);
    }

    [Fact]
    public void OtherTextsAreEncodedAsTheRunsOwn()
    {
        using PreparedData data = TextFolder.Prepare("a b c\na b\na\n");
        using Uncollapse.Data.Sources.SourceData other = Uncollapse.Data.Sources.DataSource.Open(TextFolder.File("c c new b a\nb\n"));
        DataView view = data.Test.Over("other", other.Train);
        Assert.Equal([[6, 6, 1, 3], [5, 3, 0, 0]], TextFolder.Rows(view));
        using Uncollapse.Data.Sources.SourceData numbers = Uncollapse.Data.Sources.DataSource.Open("synthetic:gaussian?dimension=4&eigenvalues=1&examples=5");
        Assert.Contains("a text", Assert.Throws<DataFormatException>(() => data.Test.Over("other", numbers.Train)).Expected);
        using Uncollapse.Data.Sources.SourceData characters = Uncollapse.Data.Sources.DataSource.Open(TextFolder.File("abc\n"), new() { Text = new TextPlan { Unit = TextUnit.Character } });
        Assert.Contains("by words", Assert.Throws<DataFormatException>(() => data.Test.Over("other", characters.Train)).Expected);
    }

    [Fact]
    public void AKnownVocabularyStaysThatOfTheRun()
    {
        var known = new Vocabulary(TextUnit.Word, false, ["z", "a"]);
        using var data = PreparedData.Open(
            new DataPlan { Source = TextFolder.Folder(("train.txt", "a b\n"), ("valid.txt", "z\n"), ("test.txt", "a\n")) }, new Rng(1), new() { Vocabulary = known });
        Assert.Equal([[5, 1, 3]], TextFolder.Rows(data.Train));
        Assert.Equal([[4, 3, 0]], TextFolder.Rows(data.Validation));
    }

    [Fact]
    public void WhatMeansNothingForTextIsRefusedAndTextKeysForNumbers()
    {
        DataPlan plan = new() { Source = "synthetic:sentences?examples=50" };
        foreach (DataPlan refused in new[] { plan with { Binarise = Binarisation.Dynamic }, plan with { Scale = Scaling.Standardise }, plan with { Scale = Scaling.Unit } })
            Assert.Contains("a text", Assert.Throws<DataFormatException>(() => PreparedData.Open(refused, new Rng(1))).Found);
        var numbers = new DataPlan { Source = "synthetic:shapes?examples=50&size=8", Text = new TextPlan() };
        Assert.Equal("data.text", Assert.Throws<DataFormatException>(() => PreparedData.Open(numbers, new Rng(1))).Location);
        using var text = PreparedData.Open(plan, new Rng(1));
        Assert.Equal(new TextPlan(), text.Plan.Text);
        using var shapes = PreparedData.Open(numbers with { Text = null }, new Rng(1));
        Assert.Null(shapes.Plan.Text);
        Assert.Null(shapes.Train.Vocabulary);
        Assert.Null(shapes.Train.TokenStatistics());
        Assert.Equal(64, shapes.Train.Length(0));
        Assert.Throws<DataFormatException>(() => PreparedData.Open(numbers with { Text = null, Kind = DataKind.Text }, new Rng(1)));
        Assert.Throws<DataFormatException>(() => PreparedData.Open(plan with { Kind = DataKind.Array }, new Rng(1)));
    }

    [Fact]
    public void NoWordFrequentEnoughIsSaid() =>
        Assert.Contains("minimum_count", Assert.Throws<DataFormatException>(() => TextFolder.Prepare("a b\n", new TextPlan { MinimumCount = 2 })).Message);
}
