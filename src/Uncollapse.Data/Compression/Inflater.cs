namespace Uncollapse.Data.Compression;

/// <summary>
/// Unpacks one DEFLATE stream (RFC 1951). The base library's streams end silently where the data is cut short and do not say where
/// the packed data ended, so that a truncated text file would be read as a shorter one: this one is exact at both.
/// </summary>
internal sealed class Inflater(BitInput input)
{
    private const int Window = 1 << 15;
    private const int Room = 1 << 16;
    private const int LongestMatch = 258;

    private static readonly ushort[] LengthBase =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static readonly byte[] LengthExtra =
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static readonly ushort[] DistanceBase =
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];

    private static readonly byte[] CodeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly byte[] output = new byte[Window + Room + LongestMatch];
    private readonly HuffmanTable literals = new();
    private readonly HuffmanTable distances = new();
    private int written;
    private int taken;
    private int stored;
    private Block block = Block.Header;
    private bool last;

    private enum Block
    {
        Header,
        Stored,
        Coded,
        Done,
    }

    /// <summary>Starts the next DEFLATE stream of the same input; the window starts empty.</summary>
    public void Restart()
    {
        written = 0;
        taken = 0;
        last = false;
        block = Block.Header;
    }

    /// <summary>Reads unpacked bytes; 0 only at the proper end of the DEFLATE stream.</summary>
    /// <exception cref="InvalidDataException">The packed data is damaged or cut short.</exception>
    public int Read(Span<byte> destination)
    {
        if (destination.IsEmpty)
            return 0;
        while (taken == written)
        {
            if (block == Block.Done)
                return 0;
            Produce();
        }
        int number = Math.Min(destination.Length, written - taken);
        output.AsSpan(taken, number).CopyTo(destination);
        taken += number;
        return number;
    }

    private void Produce()
    {
        if (written > Window)
        {
            Buffer.BlockCopy(output, written - Window, output, 0, Window);
            written = Window;
            taken = Window;
        }
        switch (block)
        {
            case Block.Header: ReadHeader(); break;
            case Block.Stored: ProduceStored(); break;
            default: ProduceCoded(); break;
        }
    }

    private void ReadHeader()
    {
        last = input.Take(1) == 1;
        switch (input.Take(2))
        {
            case 0:
                input.Align();
                stored = (int)input.Take(16);
                if ((input.Take(16) ^ 0xFFFF) != stored)
                    throw new InvalidDataException("a stored block of the compressed data has a damaged length");
                block = Block.Stored;
                break;
            case 1:
                BuildFixed();
                block = Block.Coded;
                break;
            case 2:
                BuildDynamic();
                block = Block.Coded;
                break;
            default:
                throw new InvalidDataException("the compressed data has a block of unknown type");
        }
    }

    private void BuildFixed()
    {
        Span<byte> lengths = stackalloc byte[288];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        literals.Build(lengths, loneWordAllowed: false);
        lengths[..32].Fill(5);
        distances.Build(lengths[..32], loneWordAllowed: false);
    }

    private void BuildDynamic()
    {
        int literalCount = (int)input.Take(5) + 257;
        int distanceCount = (int)input.Take(5) + 1;
        int codeCount = (int)input.Take(4) + 4;
        if (literalCount > 286 || distanceCount > 30)
            throw new InvalidDataException("the compressed data declares too many Huffman words");
        Span<byte> lengths = stackalloc byte[320];
        lengths.Clear();
        for (int i = 0; i < codeCount; i++)
            lengths[CodeOrder[i]] = (byte)input.Take(3);
        literals.Build(lengths[..19], loneWordAllowed: false);
        lengths.Clear();
        int total = literalCount + distanceCount;
        for (int i = 0; i < total;)
        {
            int symbol = literals.Decode(input);
            if (symbol < 16)
            {
                lengths[i++] = (byte)symbol;
                continue;
            }
            if (symbol == 16 && i == 0)
                throw new InvalidDataException("the compressed data repeats a Huffman length before the first");
            byte value = symbol == 16 ? lengths[i - 1] : (byte)0;
            int repeat = symbol switch { 16 => 3 + (int)input.Take(2), 17 => 3 + (int)input.Take(3), _ => 11 + (int)input.Take(7) };
            if (i + repeat > total)
                throw new InvalidDataException("the compressed data repeats a Huffman length past the last");
            lengths.Slice(i, repeat).Fill(value);
            i += repeat;
        }
        if (lengths[256] == 0)
            throw new InvalidDataException("the compressed data has no end-of-block word");
        literals.Build(lengths[..literalCount], loneWordAllowed: true);
        distances.Build(lengths.Slice(literalCount, distanceCount), loneWordAllowed: true);
    }

    private void ProduceStored()
    {
        int number = Math.Min(stored, Window + Room - written);
        input.TakeBytes(output.AsSpan(written, number));
        written += number;
        stored -= number;
        if (stored == 0)
            EndBlock();
    }

    private void ProduceCoded()
    {
        byte[] target = output;
        int at = written;
        while (at < Window + Room)
        {
            int symbol = literals.Decode(input);
            if (symbol < 256)
            {
                target[at++] = (byte)symbol;
                continue;
            }
            if (symbol == 256)
            {
                EndBlock();
                break;
            }
            at = CopyMatch(symbol, at);
        }
        written = at;
    }

    private int CopyMatch(int symbol, int at)
    {
        if (symbol > 285)
            throw new InvalidDataException("the compressed data holds an unknown match length");
        int length = LengthBase[symbol - 257] + (int)input.Take(LengthExtra[symbol - 257]);
        int code = distances.Decode(input);
        if (code > 29)
            throw new InvalidDataException("the compressed data holds an unknown match distance");
        int distance = DistanceBase[code] + (int)input.Take(code < 2 ? 0 : (code - 2) >> 1);
        if (distance > at)
            throw new InvalidDataException("the compressed data refers to bytes before its start");
        byte[] target = output;
        if (distance >= length)
        {
            target.AsSpan(at - distance, length).CopyTo(target.AsSpan(at));
            return at + length;
        }
        for (int i = 0; i < length; i++, at++)
            target[at] = target[at - distance];
        return at;
    }

    private void EndBlock() => block = last ? Block.Done : Block.Header;
}
