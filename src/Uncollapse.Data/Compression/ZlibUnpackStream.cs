namespace Uncollapse.Data.Compression;

/// <summary>Unpacks zlib data (RFC 1950), as PNG and MATLAB hold it, and checks its Adler-32 checksum at the end.</summary>
internal sealed class ZlibUnpackStream : UnpackStream
{
    private const uint Modulus = 65521;
    private readonly BitInput input;
    private readonly Inflater inflater;
    private uint low = 1;
    private uint high;
    private bool started;
    private bool ended;

    /// <summary>Wraps a stream that stands at the zlib header.</summary>
    public ZlibUnpackStream(Stream source)
        : base(source)
    {
        input = new BitInput(source);
        inflater = new Inflater(input);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (ended || buffer.IsEmpty)
            return 0;
        if (!started)
            ReadHeader();
        int number = inflater.Read(buffer);
        if (number > 0)
            Sum(buffer[..number]);
        else
            ReadTrailer();
        return number;
    }

    private void ReadHeader()
    {
        uint method = input.Take(8);
        uint flags = input.Take(8);
        if ((method & 15) != 8 || (method >> 4) > 7 || ((method << 8) | flags) % 31 != 0)
            throw new InvalidDataException("the zlib header is damaged");
        if ((flags & 32) != 0)
            throw new InvalidDataException("the zlib data needs a preset dictionary");
        started = true;
    }

    private void ReadTrailer()
    {
        input.Align();
        uint expected = (input.Take(8) << 24) | (input.Take(8) << 16) | (input.Take(8) << 8) | input.Take(8);
        if (expected != ((high << 16) | low))
            throw new InvalidDataException("the zlib checksum does not match the unpacked data");
        ended = true;
    }

    private void Sum(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            // 5552 is the longest run whose sums fit 32 bits (RFC 1950, section 9).
            int run = Math.Min(5552, bytes.Length);
            foreach (byte value in bytes[..run])
            {
                low += value;
                high += low;
            }
            low %= Modulus;
            high %= Modulus;
            bytes = bytes[run..];
        }
    }
}
