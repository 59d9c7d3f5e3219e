using System.Buffers.Binary;
using System.Text;
using Uncollapse.Data.Histories;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Histories;

public sealed class TrainingLogTests
{
    private readonly string _folder = TestFiles.TemporaryFolder();

    [Fact]
    public void ATableWithGapsIsSeriesOfTheirOwnSteps()
    {
        // As PyTorch Lightning writes it: training and validation in rows of their own.
        string path = Write("metrics.csv", "epoch,train_kl,val_kl,step,note\n0,3.5,,10,a\n0,,2.5,10,\n1,1.5,,20,b\n1,,nan,20,\n");
        var log = TrainingLog.Read(path);
        Assert.Equal(["epoch", "train_kl", "val_kl", "step"], log.Series.Select(series => series.Name));
        LogSeries rate = log.Find("TRAIN_KL")!;
        Assert.Equal([3.5, 1.5], rate.Values);
        // Steps rather than epochs, wherever they stand.
        Assert.Equal([10, 20], rate.Steps);
        Assert.Equal(2, log.Find("val_kl")!.Values.Count);
        Assert.True(double.IsNaN(log.Find("val_kl")!.Values[1]));
        Assert.Null(log.Find("beta"));
    }

    [Theory]
    [InlineData("1,2\n3,4\n", "a header")]
    [InlineData("kl,beta\n1\n", "2 fields")]
    [InlineData("kl\nhigh\n", "series of numbers")]
    [InlineData("kl,beta\n", "series of numbers")]
    public void WhatIsNoLogIsRefused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => TrainingLog.Read(Write("bad.csv", text))).Expected, StringComparison.Ordinal);

    [Fact]
    public void EventFilesOfAFolderAreRead()
    {
        byte[] first = [.. Record(Event(1, Simple("kl", 2.5f))), .. Record(Event(2, Simple("kl", 1.5f), Tensor("beta", 0.25f)))];
        byte[] second = [.. Record(Event(3, Simple("kl", 0.5f)))];
        File.WriteAllBytes(Path.Combine(_folder, "events.out.tfevents.1.host"), first);
        File.WriteAllBytes(Path.Combine(_folder, "events.out.tfevents.2.host"), second);
        var log = TrainingLog.Read(_folder);
        Assert.Equal([1, 2, 3], log.Find("kl")!.Steps);
        Assert.Equal([2.5, 1.5, 0.5], log.Find("kl")!.Values);
        Assert.Equal(0.25, Assert.Single(log.Find("beta")!.Values));
        // One that was cut by a kill keeps what is whole.
        string cut = Path.Combine(_folder, "cut");
        File.WriteAllBytes(cut, first[..^5]);
        Assert.Single(TrainingLog.Read(cut).Find("kl")!.Values);
    }

    [Fact]
    public void EveryChangedByteOfAnEventFileIsFoundOrHarmless()
    {
        byte[] sound = [.. Record(Event(1, Simple("kl", 2.5f))), .. Record(Event(2, Simple("kl", 1.5f)))];
        string path = Path.Combine(_folder, "events");
        for (int i = 0; i < sound.Length; i++)
        {
            byte[] bytes = [.. sound];
            bytes[i] ^= 0x40;
            File.WriteAllBytes(path, bytes);
            // A wrong length at the start makes it a table, and no sound one.
            Assert.Throws<DataFormatException>(() => TrainingLog.Read(path));
        }

        byte[] hostile = new byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(hostile, ulong.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(hostile.AsSpan(8), Masked(hostile.AsSpan(0, 8)));
        File.WriteAllBytes(path, hostile);
        Assert.Contains("at most", Assert.Throws<DataFormatException>(() => TrainingLog.Read(path)).Expected, StringComparison.Ordinal);
        // Sound checksums round nonsense.
        File.WriteAllBytes(path, Record([0x2A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]));
        Assert.Contains("TensorBoard", Assert.Throws<DataFormatException>(() => TrainingLog.Read(path)).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void TheChecksumIsTheStandardsOne() => Assert.Equal(0xE3069283u, Crc(Encoding.ASCII.GetBytes("123456789")));

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static byte[] Record(byte[] data)
    {
        byte[] result = new byte[data.Length + 16];
        BinaryPrimitives.WriteUInt64LittleEndian(result, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(8), Masked(result.AsSpan(0, 8)));
        data.CopyTo(result, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(12 + data.Length), Masked(data));
        return result;
    }

    private static byte[] Event(byte step, params byte[][] values)
    {
        byte[] summary = [.. values.SelectMany(value => (byte[])[0x0A, (byte)value.Length, .. value])];
        // Wall time (a double), step, summary.
        return [0x09, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, step, 0x2A, (byte)summary.Length, .. summary];
    }

    private static byte[] Simple(string tag, float value) => [0x0A, (byte)tag.Length, .. Encoding.ASCII.GetBytes(tag), 0x15, .. BitConverter.GetBytes(value)];

    private static byte[] Tensor(string tag, float value) => [0x0A, (byte)tag.Length, .. Encoding.ASCII.GetBytes(tag), 0x42, 8, 0x08, 1, 0x22, 4, .. BitConverter.GetBytes(value)];

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = Crc(bytes);
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }

    // Bit by bit, by the polynomial.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return ~crc;
    }
}
