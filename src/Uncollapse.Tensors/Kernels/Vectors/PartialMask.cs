using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// Reads and writes of a vector's first elements by masks, which touch nothing behind them. (Copying them through memory costs a hundred cycles: a
/// vector read from just written pieces waits until they have left the store queue.)
/// </summary>
internal static unsafe class PartialMask<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Load512(T* from, int count)
    {
        if (Avx512F.IsSupported && sizeof(T) == 4)
            return Avx512F.MaskLoad((float*)from, Singles512(count), Vector512<float>.Zero).As<float, T>();
        if (Avx512F.IsSupported)
            return Avx512F.MaskLoad((double*)from, Doubles512(count), Vector512<double>.Zero).As<double, T>();
        Vector512<T> lanes = Vector512<T>.Zero;
        Copy(from, &lanes, count);
        return lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store512(Vector512<T> value, T* to, int count)
    {
        if (Avx512F.IsSupported && sizeof(T) == 4) Avx512F.MaskStore((float*)to, Singles512(count), value.As<T, float>());
        else if (Avx512F.IsSupported) Avx512F.MaskStore((double*)to, Doubles512(count), value.As<T, double>());
        else Copy(&value, to, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Load256(T* from, int count)
    {
        if (Avx2.IsSupported && sizeof(T) == 4) return Avx.MaskLoad((float*)from, Singles256(count)).As<float, T>();
        if (Avx2.IsSupported) return Avx.MaskLoad((double*)from, Doubles256(count)).As<double, T>();
        Vector256<T> lanes = Vector256<T>.Zero;
        Copy(from, &lanes, count);
        return lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store256(Vector256<T> value, T* to, int count)
    {
        if (Avx2.IsSupported && sizeof(T) == 4) Avx.MaskStore((float*)to, Singles256(count), value.As<T, float>());
        else if (Avx2.IsSupported) Avx.MaskStore((double*)to, Doubles256(count), value.As<T, double>());
        else Copy(&value, to, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> Load128(T* from, int count)
    {
        if (Avx.IsSupported && sizeof(T) == 4) return Avx.MaskLoad((float*)from, Singles128(count)).As<float, T>();
        if (Avx.IsSupported) return Avx.MaskLoad((double*)from, Doubles128(count)).As<double, T>();
        Vector128<T> lanes = Vector128<T>.Zero;
        Copy(from, &lanes, count);
        return lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store128(Vector128<T> value, T* to, int count)
    {
        if (Avx.IsSupported && sizeof(T) == 4) Avx.MaskStore((float*)to, Singles128(count), value.As<T, float>());
        else if (Avx.IsSupported) Avx.MaskStore((double*)to, Doubles128(count), value.As<T, double>());
        else Copy(&value, to, count);
    }

    /// <summary>All bits set in the first elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> Mask128(int count) => sizeof(T) == 4 ? Singles128(count).As<float, T>() : Doubles128(count).As<double, T>();

    /// <summary>All bits set in the first elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Mask256(int count) => sizeof(T) == 4 ? Singles256(count).As<float, T>() : Doubles256(count).As<double, T>();

    /// <summary>All bits set in the first elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Mask512(int count) => sizeof(T) == 4 ? Singles512(count).As<float, T>() : Doubles512(count).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Singles512(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Doubles512(int count) => Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Singles256(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Doubles256(int count) => Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Singles128(int count) => Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Doubles128(int count) => Vector128.LessThan(Vector128<long>.Indices, Vector128.Create((long)count)).AsDouble();

    private static void Copy(void* from, void* to, int count) => Unsafe.CopyBlockUnaligned(to, from, (uint)(count * sizeof(T)));
}
