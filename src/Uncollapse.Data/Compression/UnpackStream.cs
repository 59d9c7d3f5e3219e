using System.IO.Compression;

namespace Uncollapse.Data.Compression;

/// <summary>
/// Unpacks gzip (RFC 1952) and zlib (RFC 1950) with the base library's decoders, and makes an error of what they pass over in silence:
/// data cut short and, in gzip, bytes that follow the last member. Its <see cref="Read"/> returns 0 only at a verified end.
/// </summary>
internal sealed class UnpackStream : ForwardStream
{
    private readonly Stream decoder;
    private readonly DecoderInput input;
    private readonly bool toTheEnd;

    private UnpackStream(Stream decoder, DecoderInput input, bool toTheEnd)
        : base(decoder)
    {
        this.decoder = decoder;
        this.input = input;
        this.toTheEnd = toTheEnd;
    }

    /// <summary>Unpacks all gzip members of a stream that can seek and stands at its start; zeros may follow the last member.</summary>
    public static UnpackStream Gzip(Stream source)
    {
        var packed = new DecoderInput(source, DecoderInput.EndWithoutZeros(source));
        return new UnpackStream(new GZipStream(packed, CompressionMode.Decompress), packed, toTheEnd: true);
    }

    /// <summary>Unpacks zlib data, as PNG and MATLAB hold it; what follows its checksum is left alone.</summary>
    public static UnpackStream Zlib(Stream source)
    {
        var packed = new DecoderInput(source, long.MaxValue);
        return new UnpackStream(new ZLibStream(packed, CompressionMode.Decompress), packed, toTheEnd: false);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The packed data is damaged, cut short or followed by other data.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        int number;
        try
        {
            number = decoder.Read(buffer);
        }
        catch (InvalidDataException cause)
        {
            // The library's own text speaks of unsupported archive entries.
            throw new InvalidDataException(
                input.IsExhausted ? "the compressed data is cut short" : "damaged compressed data (header, codes, checksum or length)", cause);
        }
        if (number == 0 && toTheEnd && !input.WasAskedForTail)
            throw new InvalidDataException("bytes that are not gzip follow the compressed data");
        return number;
    }
}
