using System.Text;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Tests.Hostile;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Tests.Text;

/// <summary>What is taken for a text, and what a text may not be.</summary>
public sealed class TextSourceTests
{
    [Theory]
    [InlineData("to be or not to be\nthat is the question\n", DataFormat.Text)]
    [InlineData("one line", DataFormat.Text)]
    [InlineData("\uFEFFwith a mark\n", DataFormat.Text)]
    [InlineData("Viel Glück\nnaïve café 😀\n", DataFormat.Text)]
    [InlineData("windows\r\nline ends\r\n", DataFormat.Text)]
    [InlineData("it began in\n1999\nand ended\nlater\n", DataFormat.Text)]
    [InlineData("a dog, a cat, and more\nno comma\nsome, here\n", DataFormat.Text)]
    [InlineData("name,town\nann,york\nbob,bath\n", DataFormat.Unknown)]
    [InlineData("barcode\tcell\nAAAC\tCD4 T\nAAAG\t\r\n", DataFormat.Unknown)]
    [InlineData("1,2\n3,4\n", DataFormat.Csv)]
    [InlineData("x,y,label\n1,2,cat\n3,4,dog\n5,6,dog\n", DataFormat.Csv)]
    [InlineData("1 2\n3 4\n5 6\n", DataFormat.Amat)]
    [InlineData("1 17:3 20:1\n2 4:1 9:2\n", DataFormat.Libsvm)]
    [InlineData("%%MatrixMarket matrix coordinate integer general\n% counts\n3 3 1\n", DataFormat.MatrixMarket)]
    [InlineData("{\"a\": 1}\n", DataFormat.Unknown)]
    [InlineData("<?xml version=\"1.0\"?>\n<a/>\n", DataFormat.Unknown)]
    [InlineData("bell\u0007\n", DataFormat.Unknown)]
    [InlineData("nul\0byte\n", DataFormat.Unknown)]
    [InlineData("\n\n \n", DataFormat.Unknown)]
    public void ContentTellsTextFromTables(string content, DataFormat expected) =>
        Assert.Equal(expected, FormatSniffer.Recognise(TextFolder.File(content, "data.bin")));

    [Fact]
    public void APrefixThatCutsARuneIsStillText()
    {
        // The sniffer reads 65536 bytes: whatever the phase, some rune of two bytes lies across that place.
        string odd = string.Concat(Enumerable.Repeat("é\n", 40_000));
        Assert.Equal(DataFormat.Text, FormatSniffer.Recognise(TextFolder.File(odd)));
        Assert.Equal(DataFormat.Text, FormatSniffer.Recognise(TextFolder.File("x" + odd)));
        Assert.Equal(DataFormat.Text, FormatSniffer.Recognise(TextFolder.File("xy" + odd)));
    }

    [Fact]
    public void GzipMarksAndLineEndsLeaveNoTrace()
    {
        byte[] plain = Encoding.UTF8.GetBytes("to be\r\nor not\r\n");
        foreach (byte[] content in new[] { plain, HostileFile.Gzip(plain), [0xEF, 0xBB, 0xBF, .. plain], plain[..^2] })
        {
            using SourceData data = DataSource.Open(TextFolder.File(content));
            Assert.Equal(["be", "not", "or", "to"], ((TextDataset)data.Train).Vocabulary.Tokens.Skip(4));
            Assert.Equal(2, data.Train.Count);
            Assert.Equal("text", data.Train.Provenance.Format);
        }
    }

    [Theory]
    [InlineData("ptb.train.txt", "ptb.valid.txt", "ptb.test.txt")]
    [InlineData("train.txt", "validation.txt", "test.txt")]
    [InlineData("train.txt", "valid.txt", "test.txt")]
    [InlineData("train", "dev", "test")]
    public void AFolderOfSplitsIsOneDataSet(string train, string validation, string test)
    {
        string folder = TextFolder.Folder((train, "a b\na\n"), (validation, "a b c\n"), (test, "b\n"), ("SOURCE.txt", "Where this is from\n"));
        using SourceData data = DataSource.Open(folder);
        Assert.Equal((2, 1, 1), (data.Train.Count, data.Validation!.Count, data.Test!.Count));
        Assert.Equal(4, data.Train.OutputSize);
        Assert.EndsWith(train, data.Train.Provenance.Source);
    }

    [Fact]
    public void NotesBesideDataOfAnotherKindAreNotData()
    {
        string folder = TextFolder.Folder(("train.csv", "1,2\n3,4\n"), ("notes.txt", "these are notes\nof the data\n"));
        using SourceData data = DataSource.Open(folder);
        Assert.Equal("csv", data.Train.Provenance.Format);
        string alone = TextFolder.Folder(("README", "these are notes\nof no data\n"));
        Assert.Throws<DataFormatException>(() => DataSource.Open(alone));
        using SourceData asked = DataSource.Open(alone, new SourceOptions { Kind = DataKind.Text });
        Assert.Equal(2, asked.Train.Count);
    }

    [Fact]
    public void TextsThatDoNotFitTogetherAreNamed()
    {
        string folder = TextFolder.Folder(("valid.txt", "a b\n"), ("test.txt", "a\n"));
        var error = TextFolder.Refused(folder);
        Assert.Contains("valid.txt", error.Found);
        Assert.Contains("test.txt", error.Found);
        Assert.Contains("needs train.txt", error.Hint);
    }

    [Fact]
    public void AUserMaySayWhatATableIs()
    {
        string path = TextFolder.File("1 2 3\n4 5 6\n7 8 9\n");
        using SourceData table = DataSource.Open(path);
        Assert.Equal("amat", table.Train.Provenance.Format);
        using SourceData text = DataSource.Open(path, new SourceOptions { Kind = DataKind.Text });
        Assert.Equal(4 + 9, ((TextDataset)text.Train).Vocabulary.Count);
        Assert.Contains("known format", TextFolder.Refused(TextFolder.File("some words\n"), new SourceOptions { Kind = DataKind.Array }).Expected);
    }

    [Theory]
    [InlineData("a\nb\n", "variable", "x")]
    [InlineData("a\nb\n", "label", "0")]
    [InlineData("a\nb\n", "shape", "2x2")]
    [InlineData("a\nb\n", "separator", "comma")]
    public void OptionsOfTablesAreRefused(string content, string option, string value) =>
        Assert.Contains($"'{option}'", TextFolder.Refused($"{TextFolder.File(content)}?{option}={value}").Expected);

    public static TheoryData<string, byte[], string, string> Hostile => new()
    {
        { "not UTF-8 behind the prefix", [.. Filler(), .. "caf"u8, 0xE9, (byte)'\n'], "line 20001", "bytes e9" },
        { "NUL behind the prefix", [.. Filler(), (byte)'a', 0, (byte)'\n'], "line 20001", "control byte 00" },
        { "escape behind the prefix", [.. Filler(), 0x1B, (byte)'[', (byte)'\n'], "line 20001", "control byte 1b" },
        { "overlong", [.. Filler(), 0xC0, 0x80, (byte)'\n'], "line 20001", "bytes c0" },
        { "a half of a pair", [.. Filler(), 0xED, 0xA0, 0x80, (byte)'\n'], "line 20001", "bytes ed" },
        { "cut in a rune", [.. Filler(), 0xE2, 0x82], "line 20001", "bytes e2" },
        { "special token", [.. Filler(), .. "and <eos>\n"u8], "line 20001", "<eos>" },
        { "empty", [], "byte 0", "empty" },
        { "Latin-1 from the start", [.. "caf"u8, 0xE9, .. " au lait\nand more\n"u8], "byte 0", "none" },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("words\nand more\n")], "byte 0", "none" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void WhatIsNoTextIsOneClearLine(string name, byte[] content, string place, string found)
    {
        var error = TextFolder.Refused(TextFolder.File(content));
        Assert.True(error.Location == place && error.Found.Contains(found, StringComparison.Ordinal), $"{name}: {error.Message}");
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Theory]
    [InlineData("\n \r\n\t\n")]
    [InlineData("\n")]
    [InlineData("\uFEFF")]
    public void OnlyBlankLinesAreNoText(string content)
    {
        Assert.Throws<DataFormatException>(() => DataSource.Open(TextFolder.File(content)));
        var asked = TextFolder.Refused(TextFolder.File(content), new SourceOptions { Kind = DataKind.Text });
        Assert.Contains("a sentence", asked.Expected);
    }

    [Theory]
    [InlineData((byte)'a')]
    [InlineData((byte)' ')]
    public void ALineOfAHundredMegabytesIsStoppedEarly(byte filling)
    {
        byte[] head = [.. "a line\nand "u8];
        byte[] content = HostileFile.Gzip([.. head, .. Enumerable.Repeat(filling, 100 << 20)]);
        string path = TextFolder.File(content);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = TextFolder.Refused(path);
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains("at most 4194304 bytes", error.Expected);
        Assert.Equal("line 2", error.Location);
        Assert.True(taken < 64 << 20, $"{taken} bytes taken");
    }

    [Fact]
    public void ASentenceOfMoreTokensThanARowMayHaveAsksForACut()
    {
        string path = TextFolder.File(string.Concat(Enumerable.Repeat("a ", 70_000)) + "\nb\nc\n");
        Assert.Contains("max_length", TextFolder.Refused(path).Hint);
        using SourceData data = DataSource.Open(path, new SourceOptions { Text = new TextPlan { MaxLength = 10 } });
        Assert.Equal(11, data.Train.OutputSize);
    }

    [Fact]
    public void ATextThatDoesNotFitInMemoryIsRefused()
    {
        string path = TextFolder.File(string.Concat(Enumerable.Repeat("a b c d e f\n", 10_000)));
        SourceOptions options = new();
        Assert.Contains("fit in 100000 bytes", TextFolder.Refused(path, options with { Limits = options.Limits with { MemoryBytes = 100_000 } }).Expected);
    }

    [Fact]
    public void MemoryFollowsTheFile()
    {
        // Every word is new: what a lexicon fears most.
        byte[] content = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 50_000).Select(i => $"{i:x} {i + 900_000:x}")));
        string path = TextFolder.File(content);
        DataSource.Open(TextFolder.File("warm\n")).Dispose();
        long before = GC.GetAllocatedBytesForCurrentThread();
        using SourceData data = DataSource.Open(path, new SourceOptions { Text = new TextPlan { Vocabulary = 1_000_000 } });
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(100_004, ((TextDataset)data.Train).Vocabulary.Count);
        Assert.True(taken < 80L * content.Length, $"{taken} bytes for {content.Length}");
    }

    private static byte[] Filler() => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("some words\n", 20_000)));
}
