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
        static abstract void Make(V first, V second, V shift, V divisor, float* values, float* to);
    }

    internal override void Uniform(ulong key, int length, float* to) => Run<UniformFill>(key, length, null, 0, 1, to);

    internal override void Normal(ulong key, int length, float* to) => Run<NormalFill>(key, length, null, 0, 1, to);

    internal override void Bernoulli(ulong key, int length, float* values, float shift, float divisor, float* to) =>
        Run<BernoulliFill>(key, length, values, shift, divisor, to);

    private static void Run<TFill>(ulong key, int length, float* values, float shift, float divisor, float* to)
        where TFill : struct, IFill
    {
        var job = new Job<TFill> { Key = key, Length = length, Values = values, Shift = shift, Divisor = divisor, To = to };
        Workers.Run(ref job, (length + Job<TFill>.Tile - 1) / Job<TFill>.Tile);
    }

    /// <summary>What each of the five injections adds to the first word, and to the second.</summary>
    private static void Schedule(ulong key, float* first, float* second)
    {
        V k0 = V.Bits((int)key), k1 = V.Bits((int)(key >> 32)), k2 = k0 ^ k1 ^ V.Bits(unchecked((int)Threefry.Parity));
        Put(k1, k2, 0, first, second);
        Put(k2, k0, 1, first, second);
        Put(k0, k1, 2, first, second);
        Put(k1, k2, 3, first, second);
        Put(k2, k0, 4, first, second);
    }

    private static void Put(V toFirst, V toSecond, int injection, float* first, float* second)
    {
        toFirst.Store(first + (injection * V.Count));
        V.AddIntegers(toSecond, V.Bits(injection + 1)).Store(second + (injection * V.Count));
    }

    private struct Job<TFill> : ITileJob
        where TFill : struct, IFill
    {
        internal const int Tile = 8192;

        /// <summary>Elements made side by side: four chunks.</summary>
        private const int Group = 4 * Chunk;
        internal ulong Key;
        internal int Length;
        internal float* Values, To;
        internal float Shift, Divisor;

        public readonly void Execute(int tile)
        {
            float* first = stackalloc float[5 * V.Count], second = stackalloc float[5 * V.Count], rest = stackalloc float[2 * Group];
            Schedule(Key, first, second);
            int at = tile * Tile, until = Math.Min(Length, at + Tile), whole = at + ((until - at) / Group * Group);
            Groups(at, whole, first, second, Values + at, To + at);
            if (whole == until) return;
            if (Values is not null) Unsafe.CopyBlockUnaligned(rest, Values + whole, (uint)(until - whole) * sizeof(float));
            Groups(whole, whole + 1, first, second, rest, rest + Group);
            Unsafe.CopyBlockUnaligned(To + whole, rest + Group, (uint)(until - whole) * sizeof(float));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Groups(int from, int until, float* first, float* second, float* values, float* to)
        {
            int* places = stackalloc int[16] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
            float* words = stackalloc float[8 * V.Count];
            V k0 = V.Bits((int)Key), k1 = V.Bits((int)(Key >> 32)), lanes = V.Load((float*)places), shift = V.Broadcast(Shift), divisor = V.Broadcast(Divisor);
            for (int at = from; at < until; at += Group, values += Group, to += Group)
            {
                // Positions are ints: the counters, sixteen a chunk, stay below 2^32.
                for (int lane = 0; lane < 16; lane += V.Count)
                {
                    V a0 = V.AddIntegers(V.AddIntegers(V.Bits((at / 2) + lane), lanes), k0), b0 = V.AddIntegers(a0, V.Bits(16));
                    V c0 = V.AddIntegers(a0, V.Bits(32)), d0 = V.AddIntegers(a0, V.Bits(48)), a1 = k1, b1 = k1, c1 = k1, d1 = k1;
                    for (int turn = 0; ; turn++)
                    {
                        EvenRounds(ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1);
                        Inject(ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, V.Load(first + (2 * turn * V.Count)), V.Load(second + (2 * turn * V.Count)));
                        if (turn == 2) break;
                        OddRounds(ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1);
                        Inject(ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, V.Load(first + (((2 * turn) + 1) * V.Count)), V.Load(second + (((2 * turn) + 1) * V.Count)));
                    }
                    a0.Store(words);
                    a1.Store(words + V.Count);
                    b0.Store(words + (2 * V.Count));
                    b1.Store(words + (3 * V.Count));
                    c0.Store(words + (4 * V.Count));
                    c1.Store(words + (5 * V.Count));
                    d0.Store(words + (6 * V.Count));
                    d1.Store(words + (7 * V.Count));
                    // A loop, not four calls: the compiler stops inlining where a method has too much of it.
                    for (int chunk = 0; chunk < 4; chunk++)
                    {
                        int place = lane + (chunk * Chunk);
                        TFill.Make(V.Load(words + (2 * chunk * V.Count)), V.Load(words + (((2 * chunk) + 1) * V.Count)), shift, divisor, values + place, to + place);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EvenRounds(ref V a0, ref V a1, ref V b0, ref V b1, ref V c0, ref V c1, ref V d0, ref V d1)
    {
        Round(ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, 13);
        Round(ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, 15);
        Round(ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, 26);
        Round(ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, 6);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OddRounds(ref V a0, ref V a1, ref V b0, ref V b1, ref V c0, ref V c1, ref V d0, ref V d1)
    {
        Round(ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, 17);
        Round(ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, 29);
        Round(ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, 16);
        Round(ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, 24);
    }

    /// <summary>A round of four blocks side by side: a round waits for the one before, and the processor looks only two blocks ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref V a0, ref V a1, ref V b0, ref V b1, ref V c0, ref V c1, ref V d0, ref V d1, [ConstantExpected] byte rotation)
    {
        a0 = V.AddIntegers(a0, a1);
        b0 = V.AddIntegers(b0, b1);
        c0 = V.AddIntegers(c0, c1);
        d0 = V.AddIntegers(d0, d1);
        a1 = V.RotateLeft(a1, rotation) ^ a0;
        b1 = V.RotateLeft(b1, rotation) ^ b0;
        c1 = V.RotateLeft(c1, rotation) ^ c0;
        d1 = V.RotateLeft(d1, rotation) ^ d0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inject(ref V a0, ref V a1, ref V b0, ref V b1, ref V c0, ref V c1, ref V d0, ref V d1, V first, V second)
    {
        a0 = V.AddIntegers(a0, first);
        b0 = V.AddIntegers(b0, first);
        c0 = V.AddIntegers(c0, first);
        d0 = V.AddIntegers(d0, first);
        a1 = V.AddIntegers(a1, second);
        b1 = V.AddIntegers(b1, second);
        c1 = V.AddIntegers(c1, second);
        d1 = V.AddIntegers(d1, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ToUniform(V words) => V.ToSingle(V.ShiftRight(words, 8)) * V.Broadcast(UniformUnit);

    private readonly struct UniformFill : IFill
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Make(V first, V second, V shift, V divisor, float* values, float* to)
        {
            ToUniform(first).Store(to);
            ToUniform(second).Store(to + 16);
        }
    }

    private readonly struct BernoulliFill : IFill
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Make(V first, V second, V shift, V divisor, float* values, float* to)
        {
            V one = V.Broadcast(1), low = V.LessThan(ToUniform(first), (V.Load(values) - shift) / divisor) & one;
            V high = V.LessThan(ToUniform(second), (V.Load(values + 16) - shift) / divisor) & one;
            low.Store(to);
            high.Store(to + 16);
        }
    }

    /// <summary><see cref="ExactMath"/>'s formulas, operation by operation.</summary>
    private readonly struct NormalFill : IFill
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Make(V first, V second, V shift, V divisor, float* values, float* to)
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
