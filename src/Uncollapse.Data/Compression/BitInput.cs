using System.Buffers.Binary;

namespace Uncollapse.Data.Compression;

/// <summary>Bits of a stream, least significant first, as DEFLATE packs them; the end of the stream is an error, never silence.</summary>
internal sealed class BitInput(Stream source)
{
    private readonly byte[] buffer = new byte[1 << 16];
    private int position;
    private int length;
    private bool ended;
    private ulong bits;
    private int count;

    /// <summary>Makes at least <paramref name="wanted"/> (at most 48) bits visible in <see cref="Peek"/>, padding with zeros past the end.</summary>
    public void Refill(int wanted)
    {
        if (count >= wanted)
            return;
        if (length - position >= 8)
        {
            bits |= BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(position)) << count;
            int taken = (63 - count) >> 3;
            position += taken;
            count += taken * 8;
            return;
        }
        while (count < wanted && TryNextByte(out byte value))
        {
            bits |= (ulong)value << count;
            count += 8;
        }
    }

    /// <summary>The bits made visible by <see cref="Refill"/>; bits past the end are zero (<see cref="Drop"/> refuses to consume them).</summary>
    public ulong Peek => bits;

    /// <summary>Consumes bits.</summary>
    /// <exception cref="InvalidDataException">The stream ended before these bits.</exception>
    public void Drop(int number)
    {
        if (number > count)
            throw new InvalidDataException("the compressed data is cut short");
        bits >>= number;
        count -= number;
        // The fast refill leaves copies of unread bytes above count: clear them so that the next OR starts clean.
        if (count < 64)
            bits &= (1UL << count) - 1;
    }

    /// <summary>Reads up to 32 bits as a number.</summary>
    public uint Take(int number)
    {
        Refill(number);
        uint value = (uint)(bits & ((1UL << number) - 1));
        Drop(number);
        return value;
    }

    /// <summary>Skips to the next byte boundary.</summary>
    public void Align() => Drop(count & 7);

    /// <summary>Reads whole bytes after <see cref="Align"/>.</summary>
    public void TakeBytes(Span<byte> destination)
    {
        int done = 0;
        while (done < destination.Length && count >= 8)
            destination[done++] = (byte)Take(8);
        while (done < destination.Length)
        {
            if (position == length && !FillBuffer())
                throw new InvalidDataException("the compressed data is cut short");
            int step = Math.Min(destination.Length - done, length - position);
            buffer.AsSpan(position, step).CopyTo(destination[done..]);
            position += step;
            done += step;
        }
    }

    /// <summary>True when nothing is left, at a byte boundary.</summary>
    public bool AtEnd => count < 8 && position == length && !FillBuffer();

    private bool TryNextByte(out byte value)
    {
        value = 0;
        if (position == length && !FillBuffer())
            return false;
        value = buffer[position++];
        return true;
    }

    private bool FillBuffer()
    {
        if (ended)
            return false;
        position = 0;
        length = source.Read(buffer, 0, buffer.Length);
        ended = length == 0;
        return !ended;
    }
}
