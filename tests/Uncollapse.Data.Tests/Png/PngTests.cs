using System.Text.Json;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Input;
using Uncollapse.Data.Png;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Tests.Png;

public sealed class PngTests
{
    public static TheoryData<string> Pictures => [.. Expected.Names.Where(name => name.StartsWith("png_", StringComparison.Ordinal))];

    [Fact]
    public void EveryGoldenPictureIsThere() => Assert.Equal(19, Pictures.Count);

    [Theory]
    [MemberData(nameof(Pictures))]
    public void PicturesOfEveryKindAsPilReadsThem(string name)
    {
        JsonElement expected = Expected.Of(name);
        PngImage picture = PngReader.Read(Expected.File(name));
        int[] shape = Expected.Shape(expected);
        Assert.Equal(shape, new[] { picture.Height, picture.Width, picture.Channels });
        double[] values = Expected.Values(expected);
        if (expected.TryGetProperty("deep", out JsonElement deep) && deep.GetBoolean())
        {
            Assert.Equal(values, picture.DeepSamples!.Select(v => (double)v));
            Assert.Equal(values.Select(v => Math.Floor((v * 255 / 65535) + 0.5)), picture.Samples.Select(v => (double)v));
        }
        else
        {
            Assert.Equal(values, picture.Samples.Select(v => (double)v));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void WrittenPicturesComeBack(int channels)
    {
        byte[] samples = new byte[17 * 9 * channels];
        Span<int> random = new int[samples.Length];
        new Rng(1).FillIntegers(random, 256);
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (byte)random[i];
        using var reader = ByteReader.FromBytes("memory", PngWriter.Encode(17, 9, channels, samples));
        PngImage picture = PngReader.Read(reader);
        Assert.Equal((17, 9, channels), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal(samples, picture.Samples);
    }

    [Fact]
    public void ASheetPutsEachPictureInItsPlace()
    {
        var sheet = new PngSheet(new ExampleShape(2, 2, 1), columns: 2, rows: 1, scale: 3, background: 7);
        sheet.Draw(1, 0, [0, 0.5f, 2, float.NaN]);
        using var reader = ByteReader.FromBytes("memory", sheet.Encode());
        PngImage picture = PngReader.Read(reader);
        Assert.Equal((18, 10), (picture.Width, picture.Height));
        byte At(int x, int y) => picture.Samples[(y * picture.Width) + x];
        Assert.Equal(7, At(0, 0));
        Assert.Equal(7, At(3, 3));
        Assert.Equal(0, At(10, 2));
        Assert.Equal(128, At(13, 2));
        Assert.Equal(255, At(10, 5));
        Assert.Equal(0, At(15, 7));
        Assert.Throws<ArgumentException>(() => sheet.Draw(0, 0, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sheet.Draw(2, 0, [1, 1, 1, 1]));
    }

    [Fact]
    public void RowsAreNumberedInAMarginOfTheirOwn()
    {
        var sheet = new PngSheet(new ExampleShape(8, 8, 1), columns: 1, rows: 2, scale: 2, background: 9, rowLabels: ["7", "10"]);
        sheet.Draw(0, 0, new float[64]);
        sheet.Draw(0, 1, new float[64]);
        using var reader = ByteReader.FromBytes("memory", sheet.Encode());
        PngImage picture = PngReader.Read(reader);
        // Two digits of 3 dots and a gap, 2 pixels a dot, and the sheet's gap of 2.
        const int margin = 18;
        Assert.Equal((margin + 20, 38), (picture.Width, picture.Height));
        string Dots(int left, int top) => string.Concat(Enumerable.Range(0, 15).Select(i => picture.Samples[((top + (2 * (i / 3))) * picture.Width) + left + (2 * (i % 3))] == 255 ? '#' : '.'));
        Assert.Equal("###" + "..#" + "..#" + "..#" + "..#", Dots(10, 5));
        Assert.Equal(".#." + "##." + ".#." + ".#." + "###", Dots(2, 23));
        Assert.Equal("###" + "#.#" + "#.#" + "#.#" + "###", Dots(10, 23));
        Assert.Equal(9, picture.Samples[5 * picture.Width]);
        Assert.Equal(0, picture.Samples[(2 * picture.Width) + margin + 2]);
        Assert.Throws<ArgumentException>(() => new PngSheet(new ExampleShape(8, 8, 1), 1, 2, rowLabels: ["1"]));
    }

    [Fact]
    public void AColourSheetKeepsItsChannels()
    {
        var sheet = new PngSheet(new ExampleShape(1, 1, 3), 1, 1, scale: 1);
        sheet.Draw(0, 0, [1, 0, 0.2f]);
        using var reader = ByteReader.FromBytes("memory", sheet.Encode());
        PngImage picture = PngReader.Read(reader);
        Assert.Equal(new byte[] { 255, 0, 51 }, picture.Samples.AsSpan(((2 * picture.Width) + 2) * 3, 3).ToArray());
    }
}
