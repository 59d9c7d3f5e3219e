using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Kernels.Vectors;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Randomness;

/// <summary>Threefry and what is made of it over vectors of one width; no operation here is fused, so that every width gives the same bits.</summary>
internal sealed unsafe class VectorFills<V> : RandomFills
    where V : unmanaged, IWide<V, float>
{
    /// <summary>Turns the two words of a vector of blocks into elements: those of the first words, and those 16 places later.</summary>
    private interface IFill
    {
        static abstract void Make(V first, V second, float* probabilities, float* to);
    }

    internal override void Uniform(ulong key, int length, float* to) => Run<UniformFill>(key, length, null, to);

    internal override void Normal(ulong key, int length, float* to) => Run<NormalFill>(key, length, null, to);

    internal override void Bernoulli(ulong key, int length, float* probabilities, float* to) => Run<BernoulliFill>(key, length, probabilities, to);

    private static void Run<TFill>(ulong key, int length, float* probabilities, float* to)
        where TFill : struct, IFill
    {
        var job = new Job<TFill> { Key = key, Length = length, Probabilities = probabilities, To = to };
        Workers.Run(ref job, (length + Job<TFill>.Tile - 1) / Job<TFill>.Tile);
    }

    private struct Job<TFill> : ITileJob
        where TFill : struct, IFill
    {
        internal const int Tile = 8192;
        internal ulong Key;
        internal int Length;
        internal float* Probabilities, To;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            int at = tile * Tile, until = Math.Min(Length, at + Tile);
            for (; at + Chunk <= until; at += Chunk) OneChunk<TFill>(Key, (ulong)(at / Chunk), Probabilities + at, To + at);
            if (at == until) return;
            float* probabilities = stackalloc float[Chunk], whole = stackalloc float[Chunk];
            if (Probabilities is not null) Unsafe.CopyBlockUnaligned(probabilities, Probabilities + at, (uint)(until - at) * sizeof(float));
            OneChunk<TFill>(Key, (ulong)(at / Chunk), probabilities, whole);
            Unsafe.CopyBlockUnaligned(To + at, whole, (uint)(until - at) * sizeof(float));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneChunk<TFill>(ulong key, ulong chunk, float* probabilities, float* to)
        where TFill : struct, IFill
    {
        ulong counter = chunk * 16;
        V k0 = V.Bits((int)key), k1 = V.Bits((int)(key >> 32)), k2 = k0 ^ k1 ^ V.Bits(unchecked((int)Threefry.Parity));
        int* lanes = stackalloc int[16] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
        for (int lane = 0; lane < 16; lane += V.Count)
        {
            V x0 = V.AddIntegers(V.AddIntegers(V.Bits((int)counter), V.Load((float*)lanes + lane)), k0);
            V x1 = V.AddIntegers(V.Bits((int)(counter >> 32)), k1);
            Threefry20(ref x0, ref x1, k0, k1, k2);
            TFill.Make(x0, x1, probabilities + lane, to + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Threefry20(ref V x0, ref V x1, V k0, V k1, V k2)
    {
        EvenRounds(ref x0, ref x1);
        Inject(ref x0, ref x1, k1, k2, 1);
        OddRounds(ref x0, ref x1);
        Inject(ref x0, ref x1, k2, k0, 2);
        EvenRounds(ref x0, ref x1);
        Inject(ref x0, ref x1, k0, k1, 3);
        OddRounds(ref x0, ref x1);
        Inject(ref x0, ref x1, k1, k2, 4);
        EvenRounds(ref x0, ref x1);
        Inject(ref x0, ref x1, k2, k0, 5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EvenRounds(ref V x0, ref V x1)
    {
        Round(ref x0, ref x1, 13);
        Round(ref x0, ref x1, 15);
        Round(ref x0, ref x1, 26);
        Round(ref x0, ref x1, 6);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OddRounds(ref V x0, ref V x1)
    {
        Round(ref x0, ref x1, 17);
        Round(ref x0, ref x1, 29);
        Round(ref x0, ref x1, 16);
        Round(ref x0, ref x1, 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref V x0, ref V x1, [ConstantExpected] byte rotation)
    {
        x0 = V.AddIntegers(x0, x1);
        x1 = V.RotateLeft(x1, rotation) ^ x0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inject(ref V x0, ref V x1, V a, V b, int number)
    {
        x0 = V.AddIntegers(x0, a);
        x1 = V.AddIntegers(x1, V.AddIntegers(b, V.Bits(number)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ToUniform(V words) => V.ToSingle(V.ShiftRight(words, 8)) * V.Broadcast(UniformUnit);

    private readonly struct UniformFill : IFill
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Make(V first, V second, float* probabilities, float* to)
        {
            ToUniform(first).Store(to);
            ToUniform(second).Store(to + 16);
        }
    }

    private readonly struct BernoulliFill : IFill
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Make(V first, V second, float* probabilities, float* to)
        {
            V one = V.Broadcast(1);
            V low = V.LessThan(ToUniform(first), V.Load(probabilities)) & one, high = V.LessThan(ToUniform(second), V.Load(probabilities + 16)) & one;
            low.Store(to);
            high.Store(to + 16);
        }
    }

    /// <summary><see cref="ExactMath"/>'s formulas, operation by operation.</summary>
    private readonly struct NormalFill : IFill
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Make(V first, V second, float* probabilities, float* to)
        {
            V u = V.ToSingle(V.ShiftRight(first, 1) | V.Bits(1)) * V.Broadcast(1f / (1u << 31));
            V radius = V.Sqrt(V.Broadcast(-2) * Log(u));
            V place = (V.ToSingle(V.ShiftRight(second, 6) & V.Bits(0xFFFFFF)) * V.Broadcast(1f / (1 << 24))) - V.Broadcast(0.5f);
            CosineAndSine(place * V.Broadcast(1.5707963267948966f), out V cosine, out V sine);
            V odd = V.ShiftRightSigned(V.ShiftLeft(second, 1), 31), sign = V.Bits(unchecked((int)0x80000000));
            (radius * (V.Select(odd, sine, cosine) ^ ((second ^ V.ShiftLeft(second, 1)) & sign))).Store(to);
            (radius * (V.Select(odd, cosine, sine) ^ (second & sign))).Store(to + 16);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Log(V x)
        {
            V bits = V.AddIntegers(x, V.Bits(-0x3F3504F3)), exponent = V.ToSingle(V.ShiftRightSigned(bits, 23));
            V m = V.AddIntegers(bits & V.Bits(0x7FFFFF), V.Bits(0x3F3504F3));
            V s = (m - V.Broadcast(1)) / (m + V.Broadcast(1)), t = s * s, p = V.Broadcast(1f / 9f);
            p = (p * t) + V.Broadcast(1f / 7f);
            p = (p * t) + V.Broadcast(1f / 5f);
            p = (p * t) + V.Broadcast(1f / 3f);
            p = (p * t * s) + s;
            return (exponent * V.Broadcast(0.693359375f)) + ((V.Broadcast(2) * p) + (exponent * V.Broadcast(-2.12194440e-4f)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void CosineAndSine(V x, out V cosine, out V sine)
        {
            V t = x * x, p = V.Broadcast(1f / 40320f);
            p = (p * t) - V.Broadcast(1f / 720f);
            p = (p * t) + V.Broadcast(1f / 24f);
            p = (p * t) - V.Broadcast(0.5f);
            cosine = (p * t) + V.Broadcast(1);
            p = V.Broadcast(1f / 362880f);
            p = (p * t) - V.Broadcast(1f / 5040f);
            p = (p * t) + V.Broadcast(1f / 120f);
            p = (p * t) - V.Broadcast(1f / 6f);
            sine = (p * t * x) + x;
        }
    }
}
