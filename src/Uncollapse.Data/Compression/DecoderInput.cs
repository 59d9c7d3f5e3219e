namespace Uncollapse.Data.Compression;

/// <summary>
/// The packed bytes as a decoder of the base library gets them. How far the decoder asks tells what it does not report. Behind the last byte
/// it is given one byte that no gzip member starts with: a decoder whose data is complete leaves it alone, one whose data is cut short
/// takes it for data and then asks again, or finds the checksum wrong. Zeros at the end are given apart from what comes before them:
/// a decoder that never asks for them has stopped early, at bytes that it does not know.
/// </summary>
internal sealed class DecoderInput(Stream source, long tail) : ForwardStream(source)
{
    // Not 0x1F, the first byte of gzip; nor 0, which would complete a trailer whose last byte, the highest of a small length, is cut off.
    private const byte Stop = 0xFF;
    private readonly Stream source = source;
    private readonly long tail = tail;
    private long position;

    /// <summary>Whether the decoder has got all that there is, and asked for more.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Whether the decoder has asked for what follows the last byte that is not zero.</summary>
    public bool WasAskedForTail { get; private set; }

    /// <summary>The length of a stream without the zeros at its end; the stream is put back to its start.</summary>
    public static long EndWithoutZeros(Stream stream)
    {
        Span<byte> block = stackalloc byte[4096];
        long end = stream.Length;
        while (end > 0)
        {
            long start = Math.Max(0, end - block.Length);
            Span<byte> piece = block[..(int)(end - start)];
            stream.Position = start;
            stream.ReadExactly(piece);
            int last = piece.LastIndexOfAnyExcept((byte)0);
            end = start + last + 1;
            if (last >= 0)
                break;
        }
        stream.Position = 0;
        return end;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        WasAskedForTail |= position >= tail;
        int most = position < tail ? (int)Math.Min(buffer.Length, tail - position) : buffer.Length;
        int number = source.Read(buffer[..most]);
        position += number;
        if (number > 0)
            return number;
        if (IsExhausted)
            throw new InvalidDataException("the compressed data is cut short");
        IsExhausted = true;
        buffer[0] = Stop;
        return 1;
    }
}
