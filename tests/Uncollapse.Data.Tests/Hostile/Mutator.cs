using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Tests.Hostile;

/// <summary>Damages a file in one to four of the ways files are damaged, or made to do damage.</summary>
internal static class Mutator
{
    private static readonly byte[] Interesting = [0, 1, 2, 7, 8, 0x0E, 0x0F, 0x10, 0x20, (byte)'"', (byte)',', (byte)'\n', (byte)'-', (byte)'9', 0x7F, 0x80, 0xFE, 0xFF];

    public static byte[] Damage(byte[] seed, byte[] other, Rng rng)
    {
        byte[] bytes = [.. seed];
        int rounds = 1 + rng.Fork(0).NextInt(4);
        for (int round = 0; round < rounds; round++)
            bytes = Once(bytes, other, rng.Fork((ulong)round + 1));
        return bytes;
    }

    private static byte[] Once(byte[] bytes, byte[] other, Rng rng)
    {
        if (bytes.Length == 0)
            return [.. other];
        int at = rng.Fork(1).NextInt(bytes.Length);
        int value = rng.Fork(2).NextInt(256);
        int length = 1 + rng.Fork(3).NextInt(Math.Min(16, bytes.Length - at));
        switch (rng.Fork(4).NextInt(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << (value & 7));
                return bytes;
            case 1:
                bytes[at] = (byte)value;
                return bytes;
            case 2:
                bytes[at] = Interesting[value % Interesting.Length];
                return bytes;
            case 3:
                // A run of one value: lengths and counts of 32 and 64 bits become extreme at once.
                bytes.AsSpan(at, length).Fill(Interesting[value % Interesting.Length]);
                return bytes;
            case 4:
                return bytes[..at];
            case 5:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 6:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 7:
                return [.. bytes[..at], .. Enumerable.Repeat((byte)value, length), .. bytes[at..]];
            default:
                int from = rng.Fork(5).NextInt(other.Length);
                int size = Math.Min(length * 4, Math.Min(other.Length - from, bytes.Length - at));
                other.AsSpan(from, size).CopyTo(bytes.AsSpan(at));
                return bytes;
        }
    }
}
