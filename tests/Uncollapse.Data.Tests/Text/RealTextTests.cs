using Uncollapse.Data.Preparation;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Summaries;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Text;

/// <summary>Real files; the figures are those of their SOURCE.txt and of coreutils (<c>tr ' ' '\n' | sort -u | wc -l</c>).</summary>
public sealed class RealTextTests
{
    [SharedDataFact("ptb")]
    public void PennTreebankHasItsPublishedCounts()
    {
        using var data = PreparedData.Open(new DataPlan { Source = SharedData.Path("ptb") }, new Rng(1));
        Assert.Equal((42_068, 3_370, 3_761), (data.Train.Count, data.Validation.Count, data.Test.Count));
        // The customary 10000 are 9998 words, <unk>, and the end of a sentence.
        Assert.Equal(9_998 + Vocabulary.SpecialCount, data.Train.Vocabulary!.Count);
        Assert.Equal("the", data.Train.Vocabulary.Tokens[Vocabulary.SpecialCount]);
        Assert.Equal("N", data.Train.Vocabulary.Tokens[Vocabulary.SpecialCount + 1]);
        Assert.Equal(83, data.Train.OutputSize);
        Assert.Equal(74, Enumerable.Range(0, data.Validation.Count).Max(data.Validation.Length) - 1);
        Assert.Equal(77, Enumerable.Range(0, data.Test.Count).Max(data.Test.Length) - 1);
        // The token counts of every paper on it: 929589, 73760 and 82430 with the ends of sentences.
        Assert.Equal((929_589, 73_760, 82_430), (data.Train.TokenStatistics()!.Tokens, data.Validation.TokenStatistics()!.Tokens, data.Test.TokenStatistics()!.Tokens));
        Assert.StartsWith("pierre <unk> N years old will join the board", TextFolder.Sentences(data.Train)[1]);
    }

    [SharedDataFact("ptb")]
    public void EverySentenceOfPennTreebankComesBackWordForWord()
    {
        string path = SharedData.Path("ptb/ptb.valid.txt");
        using SourceData data = DataSource.Open(path);
        var text = (TextDataset)data.Train;
        string[] lines = [.. File.ReadLines(path).Select(line => line.Trim())];
        float[] row = new float[text.OutputSize];
        for (int i = 0; i < lines.Length; i++)
        {
            text.ReadRows([i], row);
            Assert.Equal(lines[i], text.Vocabulary.Decode(row));
        }
    }

    [SharedDataFact("snli-5k", "yelp-sentences")]
    public void OtherSentencesAreTextDespiteTheirCommasAndQuotes()
    {
        using SourceData snli = DataSource.Open(SharedData.Path("snli-5k"));
        Assert.Equal("text", snli.Train.Provenance.Format);
        Assert.NotNull(snli.Validation);
        using SourceData yelp = DataSource.Open(SharedData.Path("yelp-sentences/valid.txt"));
        var summary = TextSummary.Of(yelp, new TextPlan());
        Assert.Equal(File.ReadLines(SharedData.Path("yelp-sentences/valid.txt")).Count(line => line.Trim().Length > 0), summary.Sentences);
        Assert.True(summary.IsHeldOut);
        Assert.InRange(summary.ValidationUnknownShare!.Value, 0.001, 0.15);
    }
}
