using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// Elementary functions of a vector. In single precision they are this program's own minimax polynomials (fitted by Lawson's
/// reweighted least squares), each within 3e-7 of the exact value relative to it, or to 1 where said; in double, which serves checks, they are
/// the scalar functions lane by lane.
/// </summary>
internal static unsafe class Functions<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private const int SignBit = unchecked((int)0x80000000);
    private const double NormalScale = 0.39894228040143268;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V C(double value) => V.Broadcast(T.CreateTruncating(value));

    /// <summary>e^x; below 2^-125.5 it is 0, above the largest number infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Exp(V x)
    {
        if (typeof(T) == typeof(double)) return Lanes(x, &Math.Exp);
        V r = Reduce(V.MinimumOrSecond(C(88.72284), V.MaximumOrSecond(C(-87), x)), out V halfPower);
        // Twice e^r, so that the other factor 2^(n - 1) stays finite up to the largest result.
        V p = V.MultiplyAdd(r, V.MultiplyAdd(r, ExpTail(r) + ExpTail(r), C(2)), C(2));
        return V.Select(V.LessThan(C(88.72284), x), C(double.PositiveInfinity), p * halfPower);
    }

    /// <summary>e^x for x at most 0: like <see cref="Exp"/> with fewer cases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V ExpOfNegative(V x)
    {
        if (typeof(T) == typeof(double)) return Lanes(x, &Math.Exp);
        V r = Reduce(V.MaximumOrSecond(C(-87), x), out V halfPower);
        return V.MultiplyAdd(r, V.MultiplyAdd(r, ExpTail(r) + ExpTail(r), C(2)), C(2)) * halfPower;
    }

    /// <summary>e^x - 1 without cancellation near 0; infinity from 88.38.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V ExpMinusOne(V x)
    {
        if (typeof(T) == typeof(double)) return Lanes(x, &SpecialFunctions.ExpMinusOne);
        V r = Reduce(V.MinimumOrSecond(C(88.72284), V.MaximumOrSecond(C(-87), x)), out V halfPower);
        V p = V.MultiplyAdd(r * r, ExpTail(r), r);
        V result = V.MultiplyAdd(p + p, halfPower, (halfPower - C(0.5)) + (halfPower - C(0.5)));
        return V.Select(V.LessThan(C(88.72284), x), C(double.PositiveInfinity), result);
    }

    /// <summary>The natural logarithm; -infinity at 0, NaN below, infinity at infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Log(V x)
    {
        if (typeof(T) == typeof(double)) return Lanes(x, &Math.Log);
        V tiny = V.LessThan(x, C(1.17549435e-38));
        V bits = V.AddIntegers(V.Select(tiny, x * C(1 << 23), x), V.Bits(-0x3F3504F3));
        V exponent = V.ToSingle(V.ShiftRightSigned(bits, 23)) - V.Select(tiny, C(23), V.Zero);
        V z = V.AddIntegers(bits & V.Bits(0x7FFFFF), V.Bits(0x3F3504F3)) - C(1);
        V p = V.MultiplyAdd(C(-0.0763449653), z, C(0.12761577));
        p = V.MultiplyAdd(p, z, C(-0.131601824));
        p = V.MultiplyAdd(p, z, C(0.14201758));
        p = V.MultiplyAdd(p, z, C(-0.166233573));
        p = V.MultiplyAdd(p, z, C(0.200012269));
        p = V.MultiplyAdd(p, z, C(-0.25000821));
        p = V.MultiplyAdd(p, z, C(0.333333317));
        V square = z * z;
        V small = V.MultiplyAdd(p * square, z, V.MultiplyAdd(exponent, C(-2.12194440e-4), square * C(-0.5)));
        V result = V.MultiplyAdd(exponent, C(0.693359375), z + small);
        result = V.Select(V.LessThan(x, C(double.PositiveInfinity)), result, x);
        result = V.Select(V.LessThan(V.Zero, x), result, V.Select(V.LessThan(x, V.Zero), C(double.NaN), x + C(double.NegativeInfinity)));
        return result;
    }

    /// <summary>log(1 + e) for e in [0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V LogOnePlusFraction(V e)
    {
        if (typeof(T) == typeof(double)) return Lanes(e, &SpecialFunctions.LogOnePlus);
        V p = V.MultiplyAdd(C(0.00523269145), e, C(-0.0295052275));
        p = V.MultiplyAdd(p, e, C(0.0782259335));
        p = V.MultiplyAdd(p, e, C(-0.136632442));
        p = V.MultiplyAdd(p, e, C(0.19106006));
        p = V.MultiplyAdd(p, e, C(-0.24842982));
        p = V.MultiplyAdd(p, e, C(0.333190968));
        p = V.MultiplyAdd(p, e, C(-0.499994931));
        p = V.MultiplyAdd(p, e, C(0.99999997));
        return p * e;
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Sigmoid(V x)
    {
        if (typeof(T) == typeof(double)) return Lanes(x, &SpecialFunctions.Sigmoid);
        V e = ExpOfNegative(-V.Absolute(x));
        return V.Select(V.LessThan(x, V.Zero), e, C(1)) / (C(1) + e);
    }

    /// <summary>1 / (1 + e^-x), and 1 / (1 + e^x) without cancellation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Sigmoid(V x, out V complement)
    {
        V e = ExpOfNegative(-V.Absolute(x)), high = C(1) / (C(1) + e), low = e * high, negative = V.LessThan(x, V.Zero);
        complement = V.Select(negative, high, low);
        return V.Select(negative, low, high);
    }

    /// <summary>log(1 + e^x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Softplus(V x)
    {
        if (typeof(T) == typeof(double)) return Lanes(x, &SpecialFunctions.Softplus);
        return V.MaximumOrSecond(V.Zero, x) + LogOnePlusFraction(ExpOfNegative(-V.Absolute(x)));
    }

    /// <summary>tanh x = -u / (u + 2) with u = e^(-2|x|) - 1, and x's sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Tanh(V x)
    {
        if (typeof(T) == typeof(double)) return Lanes(x, &Math.Tanh);
        V a = V.Absolute(x);
        V r = Reduce(V.MaximumOrSecond(C(-87), a * C(-2)), out V halfPower);
        V p = V.MultiplyAdd(r * r, ExpTail(r), r);
        V u = V.MultiplyAdd(p + p, halfPower, (halfPower - C(0.5)) + (halfPower - C(0.5)));
        return (V.Absolute(u) / (u + C(2))) | (x & V.Bits(SignBit));
    }

    /// <summary>The standard normal distribution function, within 3e-7 of it in both tails, and its density.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V NormalDistribution(V x, out V density)
    {
        if (typeof(T) == typeof(double))
        {
            density = Lanes(x, &SpecialFunctions.NormalDensity);
            return Lanes(x, &SpecialFunctions.NormalDistribution);
        }
        V a = V.Absolute(x);
        V e = Exp(a * a * C(-0.5));
        V t = C(1) / V.MultiplyAdd(a, C(0.3), C(1));
        V p = V.MultiplyAdd(C(0.0383342887), t, C(-0.168952057));
        p = V.MultiplyAdd(p, t, C(0.228217497));
        p = V.MultiplyAdd(p, t, C(-0.0759997955));
        p = V.MultiplyAdd(p, t, C(0.142185185));
        p = V.MultiplyAdd(p, t, C(0.0948329287));
        p = V.MultiplyAdd(p, t, C(0.121882066));
        p = V.MultiplyAdd(p, t, C(0.119493062));
        p = V.MultiplyAdd(p, t, C(6.85299211e-06));
        V tail = p * e;
        density = e * C(NormalScale);
        return V.Select(V.LessThan(x, V.Zero), tail, C(1) - tail);
    }

    /// <summary>A scalar function lane by lane.</summary>
    internal static V Lanes(V x, delegate*<double, double> function)
    {
        T* lanes = stackalloc T[V.Count];
        x.Store(lanes);
        for (int i = 0; i < V.Count; i++) lanes[i] = T.CreateTruncating(function(double.CreateTruncating(lanes[i])));
        return V.Load(lanes);
    }

    /// <summary>x = n log 2 + r with |r| at most log(2) / 2; and 2^(n - 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduce(V x, out V halfPower)
    {
        // Adding 1.5 2^23 rounds to an integer in the low bits of the mantissa; 126 more there make it n - 1 in the exponent's form.
        V shifted = V.MultiplyAdd(x, C(1.44269504), C(12582912 + 126));
        V n = shifted - C(12582912 + 126);
        halfPower = V.ShiftLeft(shifted, 23);
        return V.MultiplyAdd(n, C(2.12194440e-4), V.MultiplyAdd(n, C(-0.693359375), x));
    }

    /// <summary>(e^r - 1 - r) / r^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpTail(V r)
    {
        V p = V.MultiplyAdd(C(0.00139517193), r, C(0.00836959821));
        p = V.MultiplyAdd(p, r, C(0.0416661873));
        p = V.MultiplyAdd(p, r, C(0.166665129));
        return V.MultiplyAdd(p, r, C(0.5));
    }
}
