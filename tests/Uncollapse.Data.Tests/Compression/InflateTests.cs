using System.IO.Compression;
using System.Text;
using Uncollapse.Data.Compression;
using Uncollapse.Data.Input;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Tests.Compression;

/// <summary>The inflater against the base library's deflater, and where the base library is silent: at data cut short.</summary>
public sealed class InflateTests
{
    public static TheoryData<string, CompressionLevel> Cases
    {
        get
        {
            var cases = new TheoryData<string, CompressionLevel>();
            foreach (string kind in new[] { "one byte", "zeros", "random", "text", "binary-image", "ramp" })
            {
                foreach (CompressionLevel level in Enum.GetValues<CompressionLevel>())
                    cases.Add(kind, level);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void UnpacksWhatTheLibraryPacks(string kind, CompressionLevel level)
    {
        byte[] data = Sample(kind, 300_001);
        Assert.Equal(data, Unpack(new GzipUnpackStream(new MemoryStream(Pack(data, stream => new GZipStream(stream, level))))));
        Assert.Equal(data, Unpack(new ZlibUnpackStream(new MemoryStream(Pack(data, stream => new ZLibStream(stream, level))))));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("random")]
    public void EveryCutIsAnError(string kind)
    {
        byte[] packed = Pack(Sample(kind, 700), stream => new GZipStream(stream, CompressionLevel.Optimal));
        for (int length = 3; length < packed.Length; length++)
        {
            byte[] cut = packed[..length];
            Assert.Throws<InvalidDataException>(() => Unpack(new GzipUnpackStream(new MemoryStream(cut))));
        }
    }

    [Fact]
    public void EveryFlippedByteIsAnErrorOrInTheHeadersFreeFields()
    {
        byte[] data = Sample("text", 700);
        byte[] packed = Pack(data, stream => new GZipStream(stream, CompressionLevel.Optimal));
        for (int at = 0; at < packed.Length; at++)
        {
            byte[] damaged = [.. packed];
            damaged[at] ^= 0x55;
            byte[]? unpacked = null;
            try
            {
                unpacked = Unpack(new GzipUnpackStream(new MemoryStream(damaged)));
            }
            catch (InvalidDataException)
            {
            }
            // Bytes 4 to 9 are the time, extra flags and system.
            Assert.True(unpacked is null || (at is >= 4 and <= 9 && unpacked.AsSpan().SequenceEqual(data)), $"byte {at}");
        }
    }

    [Fact]
    public void MembersAreJoinedPaddingIsPassedOverAndOtherBytesAreRefused()
    {
        byte[] one = Pack(Encoding.ASCII.GetBytes("one "), stream => new GZipStream(stream, CompressionLevel.Optimal));
        byte[] two = Pack(Encoding.ASCII.GetBytes("two"), stream => new GZipStream(stream, CompressionLevel.Optimal));
        Assert.Equal("one two", Encoding.ASCII.GetString(Unpack(new GzipUnpackStream(new MemoryStream([.. one, .. two])))));
        Assert.Equal("one two", Encoding.ASCII.GetString(Unpack(new GzipUnpackStream(new MemoryStream([.. one, 0, 0, .. two, 0, 0, 0])))));
        Assert.Throws<InvalidDataException>(() => Unpack(new GzipUnpackStream(new MemoryStream([.. one, 1, 2, 3]))));
    }

    [Fact]
    public void RandomDamageGivesWhatTheLibraryGivesOrAnError()
    {
        byte[] data = Sample("text", 2_000);
        byte[] packed = Pack(data, stream => new ZLibStream(stream, CompressionLevel.Optimal));
        for (ulong seed = 0; seed < 3_000; seed++)
        {
            Rng rng = new(seed);
            byte[] damaged = [.. packed];
            for (ulong i = 0; i < 3; i++)
                damaged[rng.Fork(i).NextInt(packed.Length)] = (byte)rng.Fork(10 + i).NextInt(256);
            byte[]? ours = TryUnpack(() => Unpack(new ZlibUnpackStream(new MemoryStream(damaged))));
            byte[]? theirs = TryUnpack(() => Unpack(new ZLibStream(new MemoryStream(damaged), CompressionMode.Decompress)));
            if (ours is not null)
                Assert.Equal(theirs, ours);
            else
                Assert.False(theirs is not null && theirs.AsSpan().SequenceEqual(data), $"seed {seed}: the library reads all of it");
        }
    }

    [Theory]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("", 0u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void ChecksumsOfKnownTexts(string text, uint expected)
    {
        // The first is the check value of the CRC catalogue.
        Assert.Equal(expected, Crc32.Update(0, Encoding.ASCII.GetBytes(text)));
        uint piecewise = 0;
        foreach (byte value in Encoding.ASCII.GetBytes(text))
            piecewise = Crc32.Update(piecewise, [value]);
        Assert.Equal(expected, piecewise);
    }

    [Fact]
    public void ACutTextFileIsNotAShorterOne()
    {
        byte[] packed = Pack(Sample("text", 100_000), stream => new GZipStream(stream, CompressionLevel.Optimal));
        using var reader = ByteReader.FromBytes("cut.gz", packed[..(packed.Length / 2)]);
        var error = Assert.Throws<DataFormatException>(() => reader.Read(new byte[200_000]));
        Assert.Contains("cut short", error.Message);
    }

    private static byte[]? TryUnpack(Func<byte[]> unpack)
    {
        try
        {
            return unpack();
        }
        catch (Exception cause) when (cause is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static byte[] Sample(string kind, int length)
    {
        byte[] data = new byte[kind == "one byte" ? 1 : length];
        int[] random = new int[data.Length];
        new Rng(7).FillIntegers(random, 1000);
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = kind switch
            {
                "random" => (byte)random[i],
                "text" => (byte)"the loss of the code is the code of the loss\n"[(i + (random[i / 40] / 100)) % 45],
                "binary-image" => (byte)(random[i] < 130 ? '1' : '0'),
                "ramp" => (byte)(i / 7),
                _ => 0,
            };
        }
        return data;
    }

    private static byte[] Pack(byte[] data, Func<Stream, Stream> create)
    {
        using var memory = new MemoryStream();
        using (Stream stream = create(memory))
            stream.Write(data);
        return memory.ToArray();
    }

    private static byte[] Unpack(Stream stream)
    {
        using (stream)
        {
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            return memory.ToArray();
        }
    }
}
