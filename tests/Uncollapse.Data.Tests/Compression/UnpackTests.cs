using System.IO.Compression;
using System.Text;
using Uncollapse.Data.Compression;
using Uncollapse.Data.Input;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Tests.Compression;

/// <summary>What is packed comes back, and where the base library is silent (data cut short, other bytes behind it) there is an error.</summary>
public sealed class UnpackTests
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
        Assert.Equal(data, Gunzip(Gzip(data, level)));
        Assert.Equal(data, Unpack(UnpackStream.Zlib(new MemoryStream(Zlib(data, level)))));
    }

    [Theory]
    [InlineData("text", CompressionLevel.Optimal)]
    [InlineData("random", CompressionLevel.Optimal)]
    [InlineData("text", CompressionLevel.NoCompression)]
    [InlineData("zeros", CompressionLevel.SmallestSize)]
    [InlineData("one byte", CompressionLevel.Optimal)]
    public void EveryCutIsAnError(string kind, CompressionLevel level)
    {
        byte[] data = Sample(kind, 700);
        byte[] gzip = Gzip(data, level);
        for (int length = 1; length < gzip.Length; length++)
        {
            byte[] cut = gzip[..length];
            Assert.Contains("cut short", Assert.Throws<InvalidDataException>(() => Gunzip(cut)).Message);
            Assert.Throws<InvalidDataException>(() => Unpack(UnpackStream.Gzip(new Dribble(cut))));
        }
        byte[] zlib = Zlib(data, level);
        for (int length = 0; length < zlib.Length; length++)
        {
            byte[] cut = zlib[..length];
            Assert.Contains("cut short", Assert.Throws<InvalidDataException>(() => Unpack(UnpackStream.Zlib(new MemoryStream(cut)))).Message);
        }
    }

    [Fact]
    public void EveryCutOfTheSecondMemberIsAnError()
    {
        byte[] one = Gzip(Sample("text", 300));
        byte[] both = [.. one, .. Gzip(Sample("ramp", 300))];
        for (int length = one.Length + 1; length < both.Length; length++)
        {
            byte[] cut = both[..length];
            Assert.Throws<InvalidDataException>(() => Gunzip(cut));
        }
    }

    [Fact]
    public void CutsFollowedByZerosAreErrorsUnlessTheZerosRestoreWhatWasCut()
    {
        byte[] data = Sample("text", 700);
        byte[] packed = Gzip(data);
        for (int length = 3; length < packed.Length; length++)
        {
            byte[] cut = [.. packed[..length], .. new byte[600]];
            byte[]? unpacked = TryUnpack(() => Gunzip(cut));
            // 700 is 0x2BC: the upper two bytes of the length, the last of the file, are zero.
            Assert.Equal(length >= packed.Length - 2 ? data : null, unpacked);
        }
    }

    [Fact]
    public void EveryFlippedByteIsAnErrorOrInTheHeadersFreeFields()
    {
        byte[] data = Sample("text", 700);
        byte[] one = Gzip(data);
        byte[] packed = [.. one, .. one];
        byte[] twice = [.. data, .. data];
        for (int at = 0; at < packed.Length; at++)
        {
            byte[] damaged = [.. packed];
            damaged[at] ^= 0x55;
            byte[]? unpacked = TryUnpack(() => Gunzip(damaged));
            // Bytes 4 to 9 of a member are the time, extra flags and system.
            Assert.True(unpacked is null || (at % one.Length is >= 4 and <= 9 && unpacked.AsSpan().SequenceEqual(twice)), $"byte {at}");
        }
    }

    [Fact]
    public void MembersAreJoinedPaddingIsPassedOverAndOtherBytesAreRefused()
    {
        byte[] one = Gzip("one "u8.ToArray());
        byte[] two = Gzip("two"u8.ToArray());
        foreach (int zeros in new[] { 0, 1, 7, 8, 9, 4_096, 100_000 })
            Assert.Equal("one two", Encoding.ASCII.GetString(Gunzip([.. one, .. two, .. new byte[zeros]])));
        byte[][] followers = [[1], [1, 2, 3], [0x1F], [0x1F, 0x8B], [0x1F, 0x8C, 8], [0xFF], [0, 0, 1], [0, .. two], [1, 0, 0, 0], [1, .. two], [.. new byte[9_000], 1]];
        foreach (byte[] follower in followers)
        {
            byte[] joined = [.. one, .. follower];
            Assert.Throws<InvalidDataException>(() => Gunzip(joined));
        }
    }

    [Fact]
    public void WhereTheDecodersBufferEndsMakesNoDifference()
    {
        byte[] second = Gzip("two"u8.ToArray());
        for (int length = 8_140; length <= 8_200; length++)
        {
            // Stored, so that the packed length moves with the data's across the 8192 bytes that the library reads at a time.
            byte[] data = Sample("random", length);
            byte[] first = Gzip(data, CompressionLevel.NoCompression);
            byte[] expected = [.. data, .. "two"u8];
            Assert.Equal(data, Gunzip(first));
            Assert.Equal(expected, Gunzip([.. first, .. second]));
            Assert.Equal(expected, Gunzip([.. first, .. second, .. new byte[20]]));
            Assert.Throws<InvalidDataException>(() => Gunzip([.. first, .. "not gzip"u8]));
            Assert.Throws<InvalidDataException>(() => Gunzip([.. first, .. second[..^1]]));
            Assert.Throws<InvalidDataException>(() => Gunzip(first[..^1]));
        }
    }

    [Fact]
    public void ASourceThatGivesSingleBytesIsUnpacked()
    {
        byte[] data = Sample("text", 3_000);
        byte[] packed = [.. Gzip(data), .. Gzip(data), 0, 0];
        Assert.Equal([.. data, .. data], Unpack(UnpackStream.Gzip(new Dribble(packed))));
        Assert.Equal(data, Unpack(UnpackStream.Zlib(new Dribble(Zlib(data)))));
    }

    [Fact]
    public void ZlibDamageIsAnErrorAndBytesBehindItsChecksumAreLeftAlone()
    {
        byte[] data = Sample("text", 2_000);
        byte[] packed = Zlib(data);
        foreach (byte[] follower in new byte[][] { [0], [1, 2, 3], [0xFF], packed, new byte[9_000] })
            Assert.Equal(data, Unpack(UnpackStream.Zlib(new MemoryStream([.. packed, .. follower]))));
        for (int at = 0; at < packed.Length; at++)
        {
            byte[] damaged = [.. packed];
            damaged[at] ^= 0x55;
            Assert.Null(TryUnpack(() => Unpack(UnpackStream.Zlib(new MemoryStream(damaged)))));
        }
        // Bit 5 of the second byte asks for a dictionary; 0x78BB is a multiple of 31, as a sound header is.
        byte[] dictionary = [0x78, 0xBB, .. packed[2..]];
        Assert.Null(TryUnpack(() => Unpack(UnpackStream.Zlib(new MemoryStream(dictionary)))));
    }

    [Fact]
    public void RandomDamageGivesTheDataOrAnError()
    {
        byte[] data = Sample("text", 2_000);
        byte[] packed = Zlib(data);
        int refused = 0;
        for (ulong seed = 0; seed < 3_000; seed++)
        {
            Rng rng = new(seed);
            byte[] damaged = [.. packed];
            for (ulong i = 0; i < 3; i++)
                damaged[rng.Fork(i).NextInt(packed.Length)] = (byte)rng.Fork(10 + i).NextInt(256);
            byte[]? unpacked = TryUnpack(() => Unpack(UnpackStream.Zlib(new MemoryStream(damaged))));
            if (unpacked is null)
                refused++;
            else
                Assert.Equal(data, unpacked);
        }
        Assert.InRange(refused, 2_900, 3_000);
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
        byte[] packed = Gzip(Sample("text", 100_000));
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

    private static byte[] Gzip(byte[] data, CompressionLevel level = CompressionLevel.Optimal) => Pack(data, stream => new GZipStream(stream, level));

    private static byte[] Zlib(byte[] data, CompressionLevel level = CompressionLevel.Optimal) => Pack(data, stream => new ZLibStream(stream, level));

    private static byte[] Gunzip(byte[] packed) => Unpack(UnpackStream.Gzip(new MemoryStream(packed)));

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

    /// <summary>A source that gives one byte at a time, as a slow file system may.</summary>
    private sealed class Dribble(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
