using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Uncollapse.Tensors.Randomness;

/// <summary>An immutable key to random numbers: every draw is a pure function of the key, with the same bits on every machine.</summary>
/// <remarks>
/// The same key gives the same numbers each time it is asked: take a new one for each use with <see cref="Fork(ulong)"/> (a step,
/// an index) or <see cref="Fork(string)"/> (a purpose). Numbers come from Threefry-2x32-20 (Salmon et al. 2011), a counter's
/// keyed bijection, by integer arithmetic and IEEE-exact + - * / and square roots only.
/// </remarks>
public readonly partial record struct Rng
{
    // Forking, and hashing a name, must not meet the blocks that fills draw: they run under keys of their own.
    private const ulong SeedTweak = 0x9E3779B97F4A7C15, ForkTweak = 0xBF58476D1CE4E5B9, NameTweak = 0x94D049BB133111EB;
    private readonly ulong _key;

    /// <summary>The key of a seed.</summary>
    /// <param name="seed">Any number; different seeds give unrelated numbers.</param>
    public Rng(ulong seed)
    {
        _key = Threefry.Block(SeedTweak, seed);
    }

    private Rng(ulong key, bool isKey)
    {
        _ = isKey;
        _key = key;
    }

    /// <summary>The key itself: what a checkpoint stores.</summary>
    public ulong Key => _key;

    /// <summary>The generator of a stored <see cref="Key"/>.</summary>
    /// <param name="key">The key.</param>
    public static Rng FromKey(ulong key) => new(key, isKey: true);

    /// <summary>An unrelated key, the same for the same label.</summary>
    /// <param name="label">A step, an index.</param>
    public Rng Fork(ulong label) => FromKey(Threefry.Block(_key ^ ForkTweak, label));

    /// <summary>An unrelated key, the same for the same name.</summary>
    /// <param name="name">A purpose, such as "noise".</param>
    public Rng Fork(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int room = Encoding.UTF8.GetMaxByteCount(name.Length);
        Span<byte> bytes = room <= 512 ? stackalloc byte[room] : new byte[room];
        bytes = bytes[..Encoding.UTF8.GetBytes(name, bytes)];
        ulong key = Threefry.Block(_key ^ NameTweak, (ulong)bytes.Length);
        Span<byte> word = stackalloc byte[8];
        for (int at = 0; at < bytes.Length; at += 8)
        {
            word.Clear();
            bytes.Slice(at, Math.Min(8, bytes.Length - at)).CopyTo(word);
            key = Threefry.Block(key, BinaryPrimitives.ReadUInt64LittleEndian(word));
        }
        return FromKey(key);
    }

    /// <summary>The key's 64 bits.</summary>
    public ulong NextBits() => Threefry.Block(_key, 0);

    /// <summary>The key's integer in [0, bound).</summary>
    /// <param name="bound">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return Bounded(NextBits(), bound);
    }

    /// <summary>The key's uniform number in [0, 1), of 53 bits.</summary>
    public double NextUniform() => ToUniform(NextBits());

    /// <summary>The key's standard normal number: the first that <see cref="FillNormal(Span{double})"/> gives.</summary>
    public double NextNormal()
    {
        Span<double> one = stackalloc double[1];
        FillNormal(one);
        return one[0];
    }

    /// <summary>The key in hexadecimal.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Rng {_key:x16}");

    /// <summary>The high word of bits times bound: its bias is below 2^-32.</summary>
    private static int Bounded(ulong bits, int bound) => (int)Math.BigMul(bits, (ulong)bound, out _);

    private static double ToUniform(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));
}
