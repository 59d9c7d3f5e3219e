using System.Numerics;

namespace Uncollapse.Tensors.Randomness;

/// <summary>Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw 2011): a keyed bijection of 64-bit counters.</summary>
internal static class Threefry
{
    internal const uint Parity = 0x1BD11BDA;

    /// <summary>The block of one counter, its first word in the low half.</summary>
    internal static ulong Block(ulong key, ulong counter)
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32), k2 = Parity ^ k0 ^ k1;
        uint x0 = (uint)counter + k0, x1 = (uint)(counter >> 32) + k1;
        FourRounds(ref x0, ref x1, 13, 15, 26, 6);
        Inject(ref x0, ref x1, k1, k2 + 1);
        FourRounds(ref x0, ref x1, 17, 29, 16, 24);
        Inject(ref x0, ref x1, k2, k0 + 2);
        FourRounds(ref x0, ref x1, 13, 15, 26, 6);
        Inject(ref x0, ref x1, k0, k1 + 3);
        FourRounds(ref x0, ref x1, 17, 29, 16, 24);
        Inject(ref x0, ref x1, k1, k2 + 4);
        FourRounds(ref x0, ref x1, 13, 15, 26, 6);
        Inject(ref x0, ref x1, k2, k0 + 5);
        return ((ulong)x1 << 32) | x0;
    }

    private static void FourRounds(ref uint x0, ref uint x1, int r0, int r1, int r2, int r3)
    {
        Round(ref x0, ref x1, r0);
        Round(ref x0, ref x1, r1);
        Round(ref x0, ref x1, r2);
        Round(ref x0, ref x1, r3);
    }

    private static void Round(ref uint x0, ref uint x1, int rotation)
    {
        x0 += x1;
        x1 = BitOperations.RotateLeft(x1, rotation) ^ x0;
    }

    private static void Inject(ref uint x0, ref uint x1, uint a, uint b)
    {
        x0 += a;
        x1 += b;
    }
}
