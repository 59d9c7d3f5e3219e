using System.Text;
using Uncollapse.Data.Sources;
using Uncollapse.Tests;
using static Uncollapse.Data.Tests.Hostile.HostileFile;

namespace Uncollapse.Data.Tests.Hostile;

/// <summary>
/// Files that lie or are damaged, as sources: each gives one line that says what, where, expected and found, and takes no more
/// memory than the file justifies.
/// </summary>
public sealed class HostileFileTests
{
    // Sniffing reads 64 KiB and a compressed stream has windows of its own; no case here has more than 200 KB of content.
    private const long MemoryFloor = 8 << 20;

    private static readonly Dictionary<string, (Func<byte[]> Bytes, string Location, string Expected, string Found)> Cases = new(StringComparer.Ordinal)
    {
        ["empty file"] = (() => [], "byte 0", "data", "empty"),
        ["unknown bytes"] = (() => [1, 2, 3, 4, 5, 6, 7, 8], "byte 0", "known format", "none"),
        ["words in Latin-1"] = (() => Encoding.Latin1.GetBytes("to be or not to be\nthat is the qu\u00e9stion\n"), "byte 0", "known format", "none"),
        ["a table of words"] = (() => Encoding.UTF8.GetBytes("name,town\nann,york\nbob,bath\n"), "byte 0", "known format", "none"),
        ["a text with a special token"] = (() => Encoding.UTF8.GetBytes("to be or not\nto be <pad>\n"), "line 2", "words of a text", "<pad>"),
        ["pickle"] = (() => [0x80, 4, 0x95, 1, 2, 3], "byte 0", "known format", "Pickle"),
        ["hdf5"] = (() => [0x89, .. "HDF\r\n"u8, 0x1A, 10, .. new byte[100]], "", "HDF5", ""),
        ["gzip of nothing"] = (() => [0x1F, 0x8B, 8, 0], "byte 0", "readable data", "cut short"),
        ["gzip cut short"] = (() => Gzip(RawIdx(8, [300, 10, 10], new byte[30_000]))[..^20], "byte", "readable data", "cut short"),
        ["gzip with a wrong checksum"] = (() => { byte[] b = Gzip(RawIdx(8, [3, 4], new byte[12])); b[^6] ^= 1; return b; }, "byte", "readable data", "checksum"),
        ["gzip with a wrong length"] = (() => { byte[] b = Gzip(RawIdx(8, [3, 4], new byte[12])); b[^2] ^= 1; return b; }, "byte", "readable data", "length"),
        ["gzip followed by other bytes"] = (() => [.. Gzip(RawIdx(8, [3, 4], new byte[12])), 1, 2, 3], "byte", "readable data", "follow"),
        ["idx of a type that is none"] = (() => [0, 0, 0x0A, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0], "byte 0", "known format", "none"),
        ["idx without its axes"] = (() => [0, 0, 8, 3, 0, 0], "byte 4", "4 bytes of an idx axis", "end of the file"),
        ["idx longer than the file"] = (() => RawIdx(8, [1000, 28, 28], new byte[500]), "byte 16", "784000 bytes", "500 bytes left"),
        ["idx of 2^96 elements"] = (() => RawIdx(14, [uint.MaxValue, uint.MaxValue, uint.MaxValue]), "byte 16", "bytes of array elements", "0 bytes left"),
        ["idx with bytes left over"] = (() => RawIdx(8, [2, 3], new byte[7]), "byte 18", "end of the idx data", "further bytes"),
        ["idx of labels alone"] = (() => RawIdx(8, [5], new byte[5]), "", "two axes", "one axis"),
        ["idx of no examples"] = (() => RawIdx(8, [0, 28, 28]), "", "at least one example", "0 x 28 x 28"),
        ["idx with NaN"] = (() => RawIdx(13, [1, 2], 0, 0, 0, 0, 0x7F, 0xC0, 0, 0), "example 0, value 1", "finite number", "NaN"),
        ["gzipped idx claiming a terabyte"] = (() => Gzip(RawIdx(8, [1_000_000, 1_000_000])), "byte 12", "1000000000000 bytes", "bytes left"),
        ["zip bomb behind an idx header"] = (() => Bomb(RawIdx(8, [10, 10]), 100 << 20), "byte 112", "end of the idx data", "further bytes"),
        ["a field of 70000 digits"] = (() => Gzip(Encoding.ASCII.GetBytes("1,2\n1,2\n3," + new string('1', 70_000))), "line 3", "finite number", "of 70000 characters"),
        ["npy magic only"] = (() => [0x93, .. "NUMPY"u8], "byte 0", "8 bytes", "end of the file after 6"),
        ["npy version 9"] = (() => RawNpy(NpyHeader("<f4", "2, 2"), 9), "byte 6", "version 1, 2 or 3", "version 9"),
        ["npy header longer than the file"] = (() => [0x93, .. "NUMPY"u8, 1, 0, 0xFF, 0xFF, (byte)'{'], "byte 10", "65535 bytes of the .npy header", "1 bytes left"),
        ["npy header of 4 GiB"] = (() => [0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF, (byte)'{'], "byte 12", "at most 1048576 bytes", "4294967295"),
        ["npy header that is no dictionary"] = (() => RawNpy("[1, 2]"), "byte 10", "descr", "'['"),
        ["npy header without a shape"] = (() => RawNpy("{'descr': '<f4', 'fortran_order': False}"), "byte 10", "shape", "descr, fortran_order"),
        ["npy header that does not end"] = (() => RawNpy("{'descr': '<f4'"), "byte 10", "descr", "does not end"),
        ["npy of objects"] = (() => Expected.Bytes("refused_object.npy"), "byte 10", "numbers", "'|O'"),
        ["npy of structures"] = (() => Expected.Bytes("refused_structured.npy"), "byte 10", "numbers", "structured"),
        ["npy of complex numbers"] = (() => Expected.Bytes("refused_complex.npy"), "byte 10", "numbers", "'<c16'"),
        ["npy of dates"] = (() => RawNpy(NpyHeader("<M8[s]", "2, 2"), 1, new byte[32]), "byte 10", "numbers", "M8"),
        ["npy of a trillion elements in 100 bytes"] = (() => RawNpy(NpyHeader("<f8", "1000000, 1000000"), 1, new byte[8]), "byte", "8000000000000 bytes", "8 bytes left"),
        ["npy whose size wraps round 64 bits"] = (() => RawNpy(NpyHeader("<f8", "4294967296, 4294967296, 4294967296"), 1, new byte[8]), "byte", "elements exist", "4294967296"),
        ["npy of a negative axis"] = (() => RawNpy(NpyHeader("<f4", "-1, 2")), "byte 10", "descr", "dimension"),
        ["npy cut short"] = (() => NpyOf(new float[12], 3, 4)[..^4], "byte 128", "48 bytes", "44 bytes left"),
        ["npy with bytes left over"] = (() => [.. NpyOf(new float[12], 3, 4), 0], "byte 176", "end of the npy data", "further bytes"),
        ["npy with infinity"] = (() => NpyOf([1f, 2, 3, float.PositiveInfinity], 2, 2), "example 1, value 1", "finite number", "Infinity"),
        ["npy beyond float32"] = (() => NpyOf([1.0, 2, 3, 1e300], 2, 2), "example 1, value 1", "finite number", "Infinity"),
        ["npy of one axis"] = (() => NpyOf([1f, 2], 2), "", "two axes", "one axis of 2"),
        ["npy of texts"] = (() => Expected.Bytes("npy_text.npy"), "byte", "numbers", "text"),
        ["npz cut short"] = (() => Expected.Bytes("npz_deflated.npz")[..500], "", "sound zip archive", "End of Central"),
        ["npz without arrays of two axes"] = (() => Zip(("a.npy", NpyOf([1f, 2], 2))), "", "two axes", "a (2)"),
        ["npz with two arrays that could be meant"] = (() => Zip(("a.npy", NpyOf(new float[4], 2, 2)), ("b.npy", NpyOf(new float[4], 2, 2))), "", "one array", "a (2 x 2), b (2 x 2)"),
        ["npz with a damaged member"] = (() => Patch(Expected.Bytes("npz_stored.npz"), [0x00, 0x00, 0x48, 0xC2], [0x00, 0x00, 0x48, 0x42]), "byte", "readable data", "checksum"),
        ["npz of objects alone"] = (() => Zip(("a.npy", Expected.Bytes("refused_object.npy"))), "byte 10", "numbers", "'|O'"),
        ["zip of nothing known"] = (() => Zip(("readme.txt", Encoding.ASCII.GetBytes("hello"))), "byte 0", "known format", "Zip"),
        ["zip of pictures of two sizes"] = (() => Zip(("a.png", Uncollapse.Data.Png.PngWriter.Encode(2, 2, 1, new byte[4])), ("b.png", Uncollapse.Data.Png.PngWriter.Encode(3, 2, 1, new byte[6]))), "", "pictures of 2 x 2", "3 x 2"),
        ["png with a wrong checksum"] = (() => { byte[] b = Uncollapse.Data.Png.PngWriter.Encode(2, 2, 1, new byte[4]); b[^20] ^= 1; return Zip(("a.png", b)); }, "byte", "checksum matches", "another"),
        ["png claiming a gigapixel"] = (() => Zip(("a.png", PngHeaderClaiming(32768, 32768))), "", "at most 67108864 values", "32768 x 32768"),
        ["png claiming a megapixel"] = (() => Zip(("a.png", PngHeaderClaiming(4096, 4096))), "byte 16", "a picture that", "4096 x 4096"),
        ["png with transparency"] = (() => Zip(("a.png", Expected.Bytes("png_rgba8.png"))), "", "opaque", "transparent"),
        ["csv with a word in a number column"] = (() => Encoding.ASCII.GetBytes("a,b\n1,2\n3,x\n"), "line 3, column 2", "finite number", "'x'"),
        ["csv with an empty field"] = (() => Encoding.ASCII.GetBytes("1,2\n3,\n"), "line 2, column 2", "finite number", "empty field"),
        ["csv with NaN"] = (() => Encoding.ASCII.GetBytes("1,2\n3,nan\n"), "line 2, column 2", "finite number", "'nan'"),
        ["csv with a short row"] = (() => Encoding.ASCII.GetBytes("1,2,3\n4,5,6\n7,8\n"), "line 3", "3 fields", "2"),
        ["csv with an open quote"] = (() => Encoding.ASCII.GetBytes("1,2\n\"3,4\n5,6\n"), "line 2", "fields of a table", "quote"),
        ["csv of labels alone"] = (() => Encoding.ASCII.GetBytes("label,\n1,\n2,\n"), "line 2, column 2", "finite number", "empty"),
        ["amat with a word"] = (() => Encoding.ASCII.GetBytes("0 1 0\n0 1 x\n"), "line 2", "finite number", "'x'"),
        ["amat with a short row"] = (() => Encoding.ASCII.GetBytes("0 1 0\n0 1\n"), "line 2", "3 numbers", "2"),
        ["amat with infinity"] = (() => Encoding.ASCII.GetBytes("0 1 0\n0 1 inf\n"), "line 2", "finite number", "'inf'"),
        ["amat of one endless number"] = (() => Encoding.ASCII.GetBytes("0 1\n0 " + new string('1', 100_000)), "line 2", "at most 64 characters", "longer"),
        ["mat of version 7.3 without HDF5"] = (() => Matlab([], version: 0x0200), "byte 124", "version 0x0100", "0x0200"),
        ["mat with a tag cut short"] = (() => Matlab([14, 0, 0]), "byte 128", "tag of 8 bytes", "3 bytes"),
        ["mat longer than the file"] = (() => Matlab([14, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F]), "byte 136", "2147483647 bytes", "0 bytes left"),
        ["mat with a damaged compressed element"] = (() => Patch(Expected.Bytes("mat_packed.mat"), [0x78, 0x9C], [0x79, 0x9C]), "byte 0", "readable data", "header, codes, checksum"),
        ["mat without numbers"] = (() => Matlab([]), "", "numeric matrix", "no variables"),
        ["mat with several matrices"] = (() => Expected.Bytes("mat_plain.mat"), "", "one array", "bytes (4 x 3)"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void ThereAreFortyAtLeast() => Assert.True(Cases.Count >= 60, $"{Cases.Count}");

    [Theory]
    [MemberData(nameof(Names))]
    public void OneClearLineAndLittleMemory(string name)
    {
        (Func<byte[]> bytes, string location, string expected, string found) = Cases[name];
        string path = Path.Combine(TestFiles.TemporaryFolder(), "data");
        byte[] content = bytes();
        File.WriteAllBytes(path, content);
        Warm();
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DataFormatException>(() => DataSource.Open(path));
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.StartsWith(path, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(location, error.Location);
        Assert.Contains(expected, error.Expected);
        Assert.Contains(found, error.Found);
        Assert.NotEmpty(error.Found);
        Assert.True(error.Message.Contains("expected " + error.Expected, StringComparison.Ordinal) && error.Message.Contains("found " + error.Found, StringComparison.Ordinal));
        Assert.True(taken < MemoryFloor + (16L * content.Length), $"{taken} bytes taken for a file of {content.Length}");
    }

    [Theory]
    [InlineData("1,2\n1,", "1,", "at most 4194304 bytes")]
    [InlineData("1 2\n1 ", "2 ", "at most 4194304 numbers")]
    public void ABombOfOneEndlessLineIsStoppedLongBeforeItFillsTheMemory(string head, string repeated, string expected)
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "data");
        File.WriteAllBytes(path, Gzip([.. Encoding.ASCII.GetBytes(head), .. Enumerable.Repeat(Encoding.ASCII.GetBytes(repeated), 20_000_000).SelectMany(b => b)]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DataFormatException>(() => DataSource.Open(path));
        Assert.Contains(expected, error.Expected);
        Assert.Contains("line 2", error.Location);
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(taken < 80 << 20, $"{taken} bytes taken");
    }

    [Fact]
    public void AMissingFileAFolderAndAnUnreadableNameAreClear()
    {
        string folder = TestFiles.TemporaryFolder();
        Assert.Contains("synthetic:shapes", Assert.Throws<DataFormatException>(() => DataSource.Open(Path.Combine(folder, "absent.npy"))).Message);
        Assert.Contains("PNG pictures", Assert.Throws<DataFormatException>(() => DataSource.Open(folder)).Message);
        Assert.Contains("found a folder", Assert.Throws<DataFormatException>(() => Uncollapse.Data.Npy.NpyReader.Read(folder)).Message);
        Assert.Contains("no such file", Assert.Throws<DataFormatException>(() => Uncollapse.Data.Npy.NpyReader.Read(Path.Combine(folder, "absent.npy"))).Message);
        Assert.Throws<DataFormatException>(() => DataSource.Open(""));
        Assert.Throws<DataFormatException>(() => Uncollapse.Data.Npy.NpyReader.Read("nul\0byte"));
    }

    [Theory]
    [InlineData("data")]
    [InlineData("a link to it")]
    public async Task ANamedPipeIsRefusedAndNotWaitedFor(string name)
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), name), pipe = Path.Combine(TestFiles.TemporaryFolder(), "pipe");
        if (OperatingSystem.IsWindows()) return;
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe])) await made.WaitForExitAsync();
        if (name == "data") File.Move(pipe, path);
        else File.CreateSymbolicLink(path, pipe);
        foreach (Action<string> open in new Action<string>[] { p => DataSource.Open(p), p => Uncollapse.Data.Npy.NpyReader.Read(p), p => Uncollapse.Data.Posterior.PosteriorFile.Read(p) })
        {
            var error = await Assert.ThrowsAsync<DataFormatException>(() => Task.Run(() => open(path)).WaitAsync(TimeSpan.FromSeconds(20)));
            Assert.Contains("pipe", error.Found);
        }

        // Among pictures it is passed over.
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "a.png"), Uncollapse.Data.Png.PngWriter.Encode(2, 2, 1, [1, 2, 3, 4]));
        using SourceData pictures = await Task.Run(() => DataSource.Open(Path.GetDirectoryName(path)!)).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, pictures.Train.Count);
    }

    [Fact]
    public void ADeflateBombIsRefusedBeforeItTakesWhatItClaims()
    {
        const int rows = 300 << 10, columns = 256;
        string path = Path.Combine(TestFiles.TemporaryFolder(), "q.npz");
        using (var archive = new System.IO.Compression.ZipArchive(File.Create(path), System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach (string name in new[] { "mu.npy", "logvar.npy" })
            {
                using Stream member = archive.CreateEntry(name).Open();
                member.Write(RawNpy(NpyHeader("<f4", $"{rows}, {columns}")));
                byte[] zeros = new byte[columns * 4 * 1024];
                for (int i = 0; i < rows / 1024; i++) member.Write(zeros);
            }
        }

        Assert.True(new FileInfo(path).Length < 1 << 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DataFormatException>(() => Uncollapse.Data.Posterior.PosteriorFile.Read(path));
        Assert.Contains("for each of the", error.Expected);
        Assert.Contains("uncompressed", error.Hint);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MemoryFloor);
    }

    [Fact]
    public void ControlCharactersOfAFileDoNotReachTheTerminal()
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "data");
        File.WriteAllBytes(path, RawNpy("{'\u001b[31mdescr\n': '<f4', 'fortran_order': False, 'shape': (1,)}"));
        string message = Assert.Throws<DataFormatException>(() => DataSource.Open(path)).Message;
        Assert.DoesNotContain(message, char.IsControl);
    }

    /// <summary>Whatever a first call allocates once (tables, statics) is not the file's.</summary>
    private static void Warm()
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "data");
        File.WriteAllBytes(path, Gzip(RawIdx(8, [2, 2], 1, 2, 3, 4)));
        DataSource.Open(path).Dispose();
    }

    private static byte[] Matlab(byte[] elements, int version = 0x0100)
    {
        byte[] header = new byte[128];
        Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file", header);
        header[124] = (byte)version;
        header[125] = (byte)(version >> 8);
        header[126] = (byte)'I';
        header[127] = (byte)'M';
        return [.. header, .. elements];
    }
}
