using System.Text;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Text;

public sealed class VocabularyTests
{
    private static readonly Vocabulary Words = new(TextUnit.Word, lower: false, ["the", "cat", "sat", @"back\slash", "été"]);

    [Fact]
    public void SentencesComeBackAsTheyWere()
    {
        int[] ids = Words.Encode("  the cat   sat ");
        Assert.Equal([4, 5, 6, 3], ids);
        Assert.Equal("the cat sat", Words.Decode(ids));
        Assert.Equal("the <unk> sat", Words.Decode(Words.Encode("the dog sat")));
        Assert.Equal([3], Words.Encode(" "));
        Assert.Equal("cat", Words.Decode([Vocabulary.Start, 5, Vocabulary.Padding, Vocabulary.End, 4]));
    }

    [Fact]
    public void RowsArePaddedOrCut()
    {
        float[] row = [9, 9, 9, 9, 9];
        Assert.Equal(4, Words.Encode("the cat sat", row));
        Assert.Equal([4, 5, 6, 3, 0], row);
        Assert.Equal(2, Words.Encode("the cat sat", row.AsSpan(0, 2)));
        Assert.Equal([4, 3, 6, 3, 0], row);
        Assert.Equal("the cat", Words.Decode([4f, 5, 3, 0, 0]));
        Assert.Throws<ArgumentException>(() => Words.Encode("the", Span<float>.Empty));
    }

    [Theory]
    [InlineData(4.5f)]
    [InlineData(float.NaN)]
    [InlineData(-1f)]
    [InlineData(9f)]
    [InlineData(1e20f)]
    public void WhatIsNoIdIsNotDecoded(float value) => Assert.Throws<ArgumentOutOfRangeException>(() => Words.Decode([value]));

    [Fact]
    public void AReservedNameInASentenceIsAnUnknownWord() => Assert.Equal([1, 1, 4, 3], Words.Encode("<eos> <pad> the"));

    [Theory]
    [InlineData(TextUnit.Word, "a b")]
    [InlineData(TextUnit.Word, "")]
    [InlineData(TextUnit.Word, "<unk>")]
    [InlineData(TextUnit.Character, "ab")]
    [InlineData(TextUnit.Character, "")]
    public void WhatIsNoTokenIsRefused(TextUnit unit, string word) => Assert.Throws<ArgumentException>(() => new Vocabulary(unit, false, [word]));

    [Fact]
    public void AWordTwiceIsRefused() => Assert.Throws<ArgumentException>(() => new Vocabulary(TextUnit.Word, false, ["a", "a"]));

    [Fact]
    public void AFileOfLinesHoldsTheIdsInOrder()
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "vocabulary.txt");
        Words.Write(path);
        Assert.Equal("<pad>\n<unk>\n<bos>\n<eos>\nthe\ncat\nsat\nback\\\\slash\nété\n", File.ReadAllText(path));
        var read = Vocabulary.Read(path, TextUnit.Word, lower: false);
        Assert.Equal(Words.Tokens, read.Tokens);
        Assert.Equal(8, read.IdOf("été"));
    }

    [Fact]
    public void EveryCharacterSurvivesTheFile()
    {
        string[] all =
        [
            .. Enumerable.Range(0, 0x10000).Select(c => ((char)c).ToString()),
            .. Enumerable.Range(0x10000, 600).Select(char.ConvertFromUtf32), char.ConvertFromUtf32(0x10FFFF),
        ];
        string path = Path.Combine(TestFiles.TemporaryFolder(), "vocabulary.txt");
        new Vocabulary(TextUnit.Character, lower: true, all).Write(path);
        var read = Vocabulary.Read(path, TextUnit.Character, lower: true);
        Assert.Equal(all, read.Tokens.Skip(Vocabulary.SpecialCount));
        Assert.True(read.Lower);
        Assert.Equal(all.Length + 4, File.ReadAllLines(path).Length);
    }

    [Theory]
    [InlineData("<pad>\n<unk>\n<bos>\n<eos>\na b\n", "line 5", "a word")]
    [InlineData("<pad>\n<unk>\n<bos>\n<eos>\na\na\n", "line 6", "each token once")]
    [InlineData("<pad>\n<unk>\n<bos>\n<eos>\na\n\nb\n", "line 6", "a word")]
    [InlineData("<pad>\n<unk>\n<bos>\n<eos>\n<unk>\n", "line 5", "a word")]
    [InlineData("<pad>\n<unk>\n<bos>\n", "line 4", "<eos>")]
    [InlineData("the\ncat\n", "line 1", "<pad>")]
    [InlineData("<pad>\n<unk>\n<bos>\n<eos>\n\\x\n", "line 5", "escapes")]
    [InlineData("<pad>\n<unk>\n<bos>\n<eos>\n\\u12\n", "line 5", "escapes")]
    [InlineData("<pad>\n<unk>\n<bos>\n<eos>\n\u00ff\n", "line 5", "UTF-8")]
    public void ADamagedFileIsOneClearLine(string content, string place, string expected)
    {
        string path = TextFolder.File(Encoding.Latin1.GetBytes(content));
        var error = Assert.Throws<DataFormatException>(() => Vocabulary.Read(path, TextUnit.Word, false));
        Assert.Equal(place, error.Location);
        Assert.Contains(expected, error.Expected);
    }
}
