using System.Buffers.Binary;

namespace Uncollapse.Data.Compression;

/// <summary>Unpacks gzip (RFC 1952), any number of members, zero padding after the last allowed; checks every checksum and length.</summary>
internal sealed class GzipUnpackStream : UnpackStream
{
    private readonly BitInput input;
    private readonly Inflater inflater;
    private uint checksum;
    private uint length;
    private bool inMember;
    private bool any;
    private bool ended;
    private byte firstByte;

    /// <summary>Wraps a stream that stands at the gzip magic number.</summary>
    public GzipUnpackStream(Stream source)
        : base(source)
    {
        input = new BitInput(source);
        inflater = new Inflater(input);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        while (!ended)
        {
            if (!inMember && !StartMember())
            {
                ended = true;
                break;
            }
            int number = inflater.Read(buffer);
            if (number > 0)
            {
                checksum = Crc32.Update(checksum, buffer[..number]);
                length += (uint)number;
                return number;
            }
            EndMember();
        }
        return 0;
    }

    private bool StartMember()
    {
        if (any && OnlyPaddingLeft())
            return false;
        if (any && firstByte != 0x1F)
            throw new InvalidDataException("bytes that are not gzip follow the compressed data");
        Span<byte> header = stackalloc byte[10];
        if (any)
            header[0] = firstByte;
        input.TakeBytes(any ? header[1..] : header);
        if (header[0] != 0x1F || header[1] != 0x8B || header[2] != 8)
            throw new InvalidDataException("the gzip header is damaged");
        int flags = header[3];
        if ((flags & 0xE0) != 0)
            throw new InvalidDataException("the gzip header has reserved flags set");
        if ((flags & 4) != 0)
            Skip((int)input.Take(16));
        if ((flags & 8) != 0)
            SkipText();
        if ((flags & 16) != 0)
            SkipText();
        if ((flags & 2) != 0)
            Skip(2);
        inflater.Restart();
        checksum = 0;
        length = 0;
        inMember = true;
        any = true;
        return true;
    }

    private bool OnlyPaddingLeft()
    {
        Span<byte> one = stackalloc byte[1];
        while (!input.AtEnd)
        {
            input.TakeBytes(one);
            if (one[0] == 0)
                continue;
            firstByte = one[0];
            return false;
        }
        return true;
    }

    private void EndMember()
    {
        input.Align();
        Span<byte> trailer = stackalloc byte[8];
        input.TakeBytes(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != checksum)
            throw new InvalidDataException("the gzip checksum does not match the unpacked data");
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != length)
            throw new InvalidDataException("the gzip length does not match the unpacked data");
        inMember = false;
    }

    private void Skip(int bytes)
    {
        Span<byte> one = stackalloc byte[1];
        for (int i = 0; i < bytes; i++)
            input.TakeBytes(one);
    }

    private void SkipText()
    {
        Span<byte> one = stackalloc byte[1];
        do
            input.TakeBytes(one);
        while (one[0] != 0);
    }
}
