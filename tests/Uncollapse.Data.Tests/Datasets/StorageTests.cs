using Uncollapse.Data.Datasets;
using Uncollapse.Data.Npy;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Tests.Hostile;
using Uncollapse.Data.Tests.Sources;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Datasets;

/// <summary>The same rows, whether they lie in memory, in the file itself or in a cache file.</summary>
public sealed class StorageTests
{
    private const int Rows = 1000;
    private const int Size = 37;

    public static TheoryData<string> Kinds => ["idx", "idx.gz", "npy", "big-endian npy", "npz", "csv.gz", "amat", "bytes npy"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void StreamedRowsEqualRowsInMemory(string kind)
    {
        string folder = TestFiles.TemporaryFolder();
        string cache = Path.Combine(folder, "cache");
        string path = Write(kind, Path.Combine(folder, "data"));
        using SourceData inMemory = DataSource.Open(path);
        Assert.False(inMemory.Train.IsStreamed);
        float[] expected = GoldenSourceTests.ReadAll(inMemory.Train);
        Assert.Equal(Rows * Size, expected.Length);
        using (SourceData streamed = DataSource.Open(path, new SourceOptions { Limits = new StorageLimits(10_000, 1L << 30, cache) }))
        {
            Assert.True(streamed.Train.IsStreamed);
            Assert.Equal(expected, GoldenSourceTests.ReadAll(streamed.Train));
            int[] order = new int[Rows];
            new Rng(3).FillPermutation(order);
            DenseDataset subset = streamed.Train.Subset("some", order[..600]);
            float[] rows = new float[600 * Size];
            subset.ReadRows([.. Enumerable.Range(0, 600)], rows);
            Assert.Equal(order[..600].SelectMany(i => expected.AsSpan(i * Size, Size).ToArray()), rows);
            Assert.Equal(order[17], subset.SourceIndex(17));
        }
        Assert.True(!Directory.Exists(cache) || Directory.GetFiles(cache).Length == 0, "the cache file is deleted");
    }

    [Fact]
    public void UnpackedDataBeyondTheCacheLimitIsRefused()
    {
        string folder = TestFiles.TemporaryFolder();
        string path = Write("csv.gz", Path.Combine(folder, "data"));
        var limits = new StorageLimits(10_000, 20_000, Path.Combine(folder, "cache"));
        Assert.Contains("at most 20000 bytes", Assert.Throws<DataFormatException>(() => DataSource.Open(path, new SourceOptions { Limits = limits })).Message);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "cache")));
    }

    [Fact]
    public void AFileThatShrinksUnderAStreamIsAClearError()
    {
        string folder = TestFiles.TemporaryFolder();
        string path = Write("npy", Path.Combine(folder, "data"));
        using SourceData streamed = DataSource.Open(path, new SourceOptions { Limits = new StorageLimits(1000, 1 << 20, folder) });
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(5000);
        var error = Assert.Throws<DataFormatException>(() => streamed.Train.ReadRows([Rows - 1], new float[Size]));
        Assert.Contains("became shorter", error.Message);
    }

    [Fact]
    public void AStreamedNaNIsRefusedWhenItIsRead()
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "data");
        float[] values = new float[4000];
        values[3999] = float.NaN;
        File.WriteAllBytes(path, HostileFile.NpyOf(values, 400, 10));
        using SourceData streamed = DataSource.Open(path, new SourceOptions { Limits = StorageLimits.Default with { MemoryBytes = 100 } });
        streamed.Train.ReadRows([0], new float[10]);
        Assert.Contains("example 399, value 9", Assert.Throws<DataFormatException>(() => streamed.Train.ReadRows([399], new float[10])).Message);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3_000_000)]
    public void BytesBecomeFloatsWhenAnotherNumberArrives(int memory)
    {
        string folder = TestFiles.TemporaryFolder();
        var limits = new StorageLimits(memory, 1 << 30, folder);
        using var builder = new RowBuilder("test", 3, bytes: true, limits);
        for (int i = 0; i < 200; i++)
            builder.Append([(float)(i % 256), 0, 255]);
        Assert.True(builder.IsBytes);
        builder.Append([0.5f, -1, 256]);
        builder.Append([(byte)1, 2, 3]);
        Assert.False(builder.IsBytes);
        using DenseDataset data = builder.Build("test", new DataProvenance("test", "test", 0, null, []), [], ExampleShape.Vector(3), ValueKind.Real);
        float[] rows = GoldenSourceTests.ReadAll(data);
        Assert.Equal([199f, 0, 255, 0.5f, -1, 256, 1, 2, 3], rows[^9..]);
        Assert.Equal(memory == 100, data.IsStreamed);
    }

    [Theory]
    [InlineData(-0f)]
    [InlineData(0.5f)]
    [InlineData(256f)]
    [InlineData(-1f)]
    public void OnlyWholeNumbersFrom0To255StayBytes(float value)
    {
        using var builder = new RowBuilder("test", 1, bytes: true, StorageLimits.Default);
        builder.Append([value]);
        Assert.False(builder.IsBytes);
        using DenseDataset data = builder.Build("test", new DataProvenance("test", "test", 0, null, []), [], ExampleShape.Vector(1), ValueKind.Real);
        Assert.Equal(BitConverter.SingleToInt32Bits(value), BitConverter.SingleToInt32Bits(GoldenSourceTests.ReadAll(data)[0]));
    }

    [Fact]
    public void ChannelsFirstArraysAreTurned()
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "data.npy");
        float[] values = [.. Enumerable.Range(0, 2 * 3 * 2 * 5).Select(i => (float)i)];
        NpyWriter.Write(path, NpyArray.From(values, 2, 3, 2, 5));
        using SourceData data = DataSource.Open(path);
        Assert.Equal(new ExampleShape(2, 5, 3), data.Train.Shape);
        float[] rows = GoldenSourceTests.ReadAll(data.Train);
        for (int i = 0; i < rows.Length; i++)
        {
            (int n, int y, int x, int c) = (i / 30, i / 15 % 2, i / 3 % 5, i % 3);
            Assert.Equal(values[(((((n * 3) + c) * 2) + y) * 5) + x], rows[i]);
        }
    }

    [Fact]
    public void ReadingRowsAllocatesNothing()
    {
        string folder = TestFiles.TemporaryFolder();
        string path = Write("npy", Path.Combine(folder, "data"));
        using SourceData memory = DataSource.Open(path);
        using SourceData streamed = DataSource.Open(path, new SourceOptions { Limits = new StorageLimits(1000, 1 << 20, folder) });
        int[] indices = [1, 5, 3, 900];
        float[] rows = new float[4 * Size];
        foreach (DenseDataset data in new[] { memory.Train, streamed.Train, memory.Train.Subset("s", [.. Enumerable.Range(0, Rows)]) })
        {
            data.ReadRows(indices, rows);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
                data.ReadRows(indices, rows);
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    [Fact]
    public void WrongIndicesAndShortDestinationsAreRefused()
    {
        using SourceData data = DataSource.Open("synthetic:shapes?examples=5");
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Train.ReadRows([5], new float[784]));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Train.ReadRows([-1], new float[784]));
        Assert.Throws<ArgumentException>(() => data.Train.ReadRows([0, 1], new float[784]));
        Assert.ThrowsAny<ArgumentException>(() => data.Train.Subset("s", [0, 7]));
    }

    [Fact]
    public void VectorisedConversionEqualsTheScalarOneAtEveryLength()
    {
        byte[] bytes = [.. Enumerable.Range(0, 257).Select(i => (byte)(i * 7))];
        for (int length = 0; length <= 257; length++)
        {
            float[] floats = new float[length];
            ByteConversion.ToSingle(bytes.AsSpan(0, length), floats);
            Assert.Equal(bytes.Take(length).Select(b => (float)b), floats);
        }
    }

    private static string Write(string kind, string path)
    {
        byte[] bytes = [.. Enumerable.Range(0, Rows * Size).Select(i => (byte)(((i * 31) + (i / 256)) % 251))];
        float[] floats = Array.ConvertAll(bytes, b => (b * 0.25f) - 3);
        string Table(char separator) => string.Concat(Enumerable.Range(0, Rows).Select(r => string.Join(separator, floats.Skip(r * Size).Take(Size).Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture))) + "\n"));
        byte[] npy = HostileFile.NpyOf(floats, Rows, Size);
        File.WriteAllBytes(path, kind switch
        {
            "idx" => HostileFile.RawIdx(8, [Rows, Size], bytes),
            "idx.gz" => HostileFile.Gzip(HostileFile.RawIdx(8, [Rows, Size], bytes)),
            "npy" => npy,
            "big-endian npy" => HostileFile.RawNpy(HostileFile.NpyHeader(">f4", $"{Rows}, {Size}"), 1, Swapped(floats)),
            "npz" => HostileFile.Zip(("x.npy", npy)),
            "csv.gz" => HostileFile.Gzip(System.Text.Encoding.ASCII.GetBytes(Table(','))),
            "amat" => System.Text.Encoding.ASCII.GetBytes(Table(' ')),
            _ => HostileFile.RawNpy(HostileFile.NpyHeader("|u1", $"{Rows}, {Size}"), 1, bytes),
        });
        return path;
    }

    private static byte[] Swapped(float[] floats) => [.. floats.SelectMany(v => BitConverter.GetBytes(v).Reverse())];
}
