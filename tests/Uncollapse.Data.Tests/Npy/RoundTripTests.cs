using System.Runtime.InteropServices;
using Uncollapse.Data.Npy;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Npy;

public sealed class RoundTripTests
{
    [Fact]
    public void EveryKindComesBackAsItWasWritten()
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "a.npz");
        float[] floats = [1.5f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, 3];
        double[] doubles = [Math.PI, double.MinValue];
        long[] longs = [long.MaxValue, long.MinValue];
        int[] ints = [1, -2, 3];
        byte[] bytes = [0, 255];
        using (var writer = new NpzWriter(path))
        {
            writer.Add("floats", floats, 2, 3);
            writer.Add("doubles", doubles, 2);
            writer.Add("longs", longs, 1, 2, 1);
            writer.Add("ints", ints, 3);
            writer.Add("bytes", bytes, 2);
            writer.Add("scalar", new double[] { 7 });
            writer.Add("nothing", ReadOnlySpan<float>.Empty, 0, 5);
            writer.Add("array", NpyArray.From(floats, 6));
            writer.AddText("note.json", "{\"grüße\": 1}");
            writer.Commit();
        }
        using var file = NpzFile.Open(path);
        Assert.Equal(["floats", "doubles", "longs", "ints", "bytes", "scalar", "nothing", "array"], file.Names);
        Assert.Equal(floats.Select(BitConverter.SingleToInt32Bits), file.Read("floats").ToSingle().Select(BitConverter.SingleToInt32Bits));
        Assert.Equal([2, 3], file.Read("floats").Shape);
        Assert.Equal(doubles, file.Read("doubles").ToDouble());
        Assert.Equal(longs, MemoryMarshal.Cast<byte, long>(file.Read("longs").Bytes).ToArray());
        Assert.Equal([1, 2, 1], file.Read("longs").Shape);
        Assert.Equal([1.0, -2, 3], file.Read("ints").ToDouble());
        Assert.Equal([0f, 255], file.Read("bytes").ToSingle());
        Assert.Empty(file.Read("scalar").Shape);
        Assert.Equal([0, 5], file.Read("nothing").Shape);
        Assert.Equal("{\"grüße\": 1}", file.ReadText("note.json"));
        Assert.Null(file.ReadText("absent.json"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheSameContentsGiveTheSameBytes(bool compress)
    {
        string folder = TestFiles.TemporaryFolder();
        byte[] Write(string name)
        {
            using (var writer = new NpzWriter(Path.Combine(folder, name), compress))
            {
                writer.Add("a", new float[1000], 10, 100);
                writer.Commit();
            }
            return File.ReadAllBytes(Path.Combine(folder, name));
        }
        byte[] first = Write("a.npz");
        Assert.Equal(first, Write("b.npz"));
        Assert.Equal(compress, first.Length < 1000);
    }

    [Fact]
    public void WithoutCommitTheOldFileStaysAndNothingElse()
    {
        string folder = TestFiles.TemporaryFolder();
        string path = Path.Combine(folder, "a.npz");
        File.WriteAllText(path, "old");
        using (var writer = new NpzWriter(path))
            writer.Add("a", new float[10], 10);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void ShapesThatDoNotFitAndNamesUsedTwiceAreRefused()
    {
        using var writer = new NpzWriter(Path.Combine(TestFiles.TemporaryFolder(), "a.npz"));
        Assert.Contains("'a' has 6 elements", Assert.Throws<ArgumentException>(() => writer.Add("a", new float[5], 2, 3)).Message);
        writer.Add("a", new float[5], 5);
        Assert.Throws<ArgumentException>(() => writer.Add("a", new float[5], 5));
        Assert.Throws<ArgumentException>(() => NpyArray.From(new float[5], 4));
    }

    [Fact]
    public void TheHeaderIsAlignedAsNumpyAlignsIt()
    {
        using var stream = new MemoryStream();
        NpyWriter.Write(stream, NpyArray.From(new byte[3], 3));
        Assert.Equal(0, (stream.Length - 3) % 64);
        Assert.Equal((byte)'\n', stream.ToArray()[^4]);
    }
}
