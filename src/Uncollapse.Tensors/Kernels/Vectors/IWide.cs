using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// A vector of a width the kernels are generic over: one source serves 512, 256 and 128 bits, and no loop ever falls back to a
/// width that the hardware lacks (which the framework's own wide types do, in software, ten times slower).
/// </summary>
/// <typeparam name="TSelf">The vector.</typeparam>
/// <typeparam name="T">Its element.</typeparam>
internal unsafe interface IWide<TSelf, T>
    where TSelf : unmanaged, IWide<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Elements in the vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the register tile of the matrix product: two columns of accumulators must fit the registers.</summary>
    static abstract int TileRows { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Load(T* from);

    static abstract TSelf Broadcast(T value);

    /// <summary>The same 32 bits in every 32-bit lane.</summary>
    static abstract TSelf Bits(int value);

    /// <summary>The first <paramref name="count"/> elements (fewer than a vector), then zeros, without touching what lies behind them.</summary>
    static abstract TSelf LoadPartial(T* from, int count);

    void Store(T* to);

    /// <summary>Writes the first <paramref name="count"/> elements only.</summary>
    void StorePartial(T* to, int count);

    /// <summary>The first <paramref name="count"/> elements (fewer than a vector), then zeros.</summary>
    static abstract TSelf First(TSelf a, int count);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator &(TSelf a, TSelf b);

    static abstract TSelf operator |(TSelf a, TSelf b);

    static abstract TSelf operator ^(TSelf a, TSelf b);

    /// <summary>a b + c, fused where the hardware fuses.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Sqrt(TSelf a);

    static abstract TSelf Absolute(TSelf a);

    /// <summary>The larger; where b is NaN, NaN.</summary>
    static abstract TSelf MaximumOrSecond(TSelf a, TSelf b);

    /// <summary>The smaller; where b is NaN, NaN.</summary>
    static abstract TSelf MinimumOrSecond(TSelf a, TSelf b);

    /// <summary>The larger; NaN where either is (IEEE 754:2019 maximum).</summary>
    static abstract TSelf Maximum(TSelf a, TSelf b);

    /// <summary>The smaller; NaN where either is (IEEE 754:2019 minimum).</summary>
    static abstract TSelf Minimum(TSelf a, TSelf b);

    /// <summary>All bits set where a &lt; b.</summary>
    static abstract TSelf LessThan(TSelf a, TSelf b);

    /// <summary>One bit an element, the first element's lowest: its sign, or whether a mask's bits are set.</summary>
    static abstract uint SignBits(TSelf a);

    /// <summary>a where the mask's bits are set, otherwise b.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>The sum of the elements, halves onto halves.</summary>
    static abstract T Sum(TSelf a);

    /// <summary>The sum of 32-bit integer lanes, lane by lane.</summary>
    static abstract TSelf AddIntegers(TSelf a, TSelf b);

    static abstract TSelf ShiftLeft(TSelf a, int bits);

    static abstract TSelf ShiftRight(TSelf a, int bits);

    static abstract TSelf ShiftRightSigned(TSelf a, int bits);

    static abstract TSelf RotateLeft(TSelf a, [ConstantExpected] byte bits);

    /// <summary>32-bit signed integer lanes to single precision, exactly rounded.</summary>
    static abstract TSelf ToSingle(TSelf integers);

    /// <summary>Bytes to elements.</summary>
    static abstract TSelf FromBytes(byte* from);
}
