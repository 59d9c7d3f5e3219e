namespace Uncollapse.Data.Compression;

/// <summary>
/// A canonical Huffman code of DEFLATE: codes up to <see cref="FastBits"/> long are one table look-up, longer ones are walked bit by bit.
/// Source: RFC 1951, section 3.2.2.
/// </summary>
internal sealed class HuffmanTable
{
    private const int FastBits = 10;
    private const int LongestCode = 15;
    private readonly ushort[] fast = new ushort[1 << FastBits];
    private readonly ushort[] symbols = new ushort[320];
    private readonly ushort[] counts = new ushort[LongestCode + 1];

    /// <summary>Sets the code from the lengths of its words.</summary>
    /// <exception cref="InvalidDataException">The lengths describe no prefix code (too many words, or words missing).</exception>
    public void Build(ReadOnlySpan<byte> lengths, bool loneWordAllowed)
    {
        Array.Clear(counts);
        foreach (byte length in lengths)
            counts[length]++;
        int used = lengths.Length - counts[0];
        counts[0] = 0;
        int left = 1;
        for (int length = 1; length <= LongestCode; length++)
        {
            left = (left << 1) - counts[length];
            if (left < 0)
                throw new InvalidDataException("a Huffman code of the compressed data has too many words");
        }
        if (left > 0 && !(loneWordAllowed && (used == 0 || (used == 1 && counts[1] == 1))))
            throw new InvalidDataException("a Huffman code of the compressed data is incomplete");
        Fill(lengths);
    }

    /// <summary>Decodes one symbol.</summary>
    public int Decode(BitInput input)
    {
        input.Refill(LongestCode);
        uint entry = fast[input.Peek & ((1 << FastBits) - 1)];
        if (entry == 0)
            return DecodeSlowly(input);
        input.Drop((int)(entry & 15));
        return (int)(entry >> 4);
    }

    private void Fill(ReadOnlySpan<byte> lengths)
    {
        Span<int> next = stackalloc int[LongestCode + 2];
        Span<int> place = stackalloc int[LongestCode + 2];
        next.Clear();
        place.Clear();
        for (int length = 1; length <= LongestCode; length++)
        {
            next[length + 1] = (next[length] + counts[length]) << 1;
            place[length + 1] = place[length] + counts[length];
        }
        Array.Clear(fast);
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length == 0)
                continue;
            symbols[place[length]++] = (ushort)symbol;
            int code = next[length]++;
            if (length > FastBits)
                continue;
            int reversed = 0;
            for (int bit = 0; bit < length; bit++)
                reversed |= ((code >> bit) & 1) << (length - 1 - bit);
            for (int index = reversed; index < fast.Length; index += 1 << length)
                fast[index] = (ushort)((symbol << 4) | length);
        }
    }

    private int DecodeSlowly(BitInput input)
    {
        ulong bits = input.Peek;
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            code |= (int)(bits & 1);
            bits >>= 1;
            int count = counts[length];
            if (code - count < first)
            {
                input.Drop(length);
                return symbols[index + code - first];
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw new InvalidDataException("the compressed data holds a word that its Huffman code does not have");
    }
}
