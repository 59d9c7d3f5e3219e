using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void ApplyCore(UnaryFunction function, int length, T* x, T* y)
    {
        switch (function)
        {
            case UnaryFunction.Negate: Map(default(UnaryMaps<T, V>.Negate), length, x, y); break;
            case UnaryFunction.Absolute: Map(default(UnaryMaps<T, V>.Absolute), length, x, y); break;
            case UnaryFunction.Exp: Map(default(UnaryMaps<T, V>.Exp), length, x, y); break;
            case UnaryFunction.ExpMinusOne: Map(default(UnaryMaps<T, V>.ExpMinusOne), length, x, y); break;
            case UnaryFunction.Log: Map(default(UnaryMaps<T, V>.Log), length, x, y); break;
            case UnaryFunction.Sqrt: Map(default(UnaryMaps<T, V>.Sqrt), length, x, y); break;
            case UnaryFunction.Square: Map(default(UnaryMaps<T, V>.Square), length, x, y); break;
            case UnaryFunction.Reciprocal: Map(default(UnaryMaps<T, V>.Reciprocal), length, x, y); break;
            default: throw new ArgumentOutOfRangeException(nameof(function), function, "no such function");
        }
    }

    private protected override void ApplyCore(BinaryFunction function, int length, T* x, T* y, T* z)
    {
        switch (function)
        {
            case BinaryFunction.Add: Map(default(BinaryMaps<T, V>.Add), length, x, y, z); break;
            case BinaryFunction.Subtract: Map(default(BinaryMaps<T, V>.Subtract), length, x, y, z); break;
            case BinaryFunction.Multiply: Map(default(BinaryMaps<T, V>.Multiply), length, x, y, z); break;
            case BinaryFunction.Divide: Map(default(BinaryMaps<T, V>.Divide), length, x, y, z); break;
            case BinaryFunction.Maximum: Map(default(BinaryMaps<T, V>.Maximum), length, x, y, z); break;
            case BinaryFunction.Minimum: Map(default(BinaryMaps<T, V>.Minimum), length, x, y, z); break;
            default: throw new ArgumentOutOfRangeException(nameof(function), function, "no such function");
        }
    }

    private protected override void ApplyRowCore(BinaryFunction function, int rows, int columns, T* x, T* row, T* z) =>
        ApplyVector(function, rows, columns, x, row, z, perRow: false);

    private protected override void ApplyColumnCore(BinaryFunction function, int rows, int columns, T* x, T* column, T* z) =>
        ApplyVector(function, rows, columns, x, column, z, perRow: true);

    private protected override void AffineCore(int length, T scale, T* x, T offset, T* y, bool accumulate)
    {
        V factor = V.Broadcast(scale), summand = V.Broadcast(offset);
        if (accumulate) Map(new Maps<T, V>.AddAffine(factor, summand), length, x, y, y);
        else Map(new Maps<T, V>.Affine(factor, summand), length, x, y);
    }

    private protected override void MultiplyAddCore(int length, T* x, T* y, T* z) =>
        MapJob<T, V, Maps<T, V>.MultiplyAdd>.Run(default, length, x, y, z, z);

    private protected override void ClampCore(int length, T* x, T low, T high, T* y) =>
        Map(new Maps<T, V>.Clamp(V.Broadcast(low), V.Broadcast(high)), length, x, y);

    private protected override void GatherRowsCore(int columns, T* source, int count, int* indices, T* destination)
    {
        var job = new GatherJob<T, V> { Columns = columns, Source = source, Indices = indices, Count = count, Destination = destination };
        job.Run();
    }

    private protected override void GatherRowsCore(int columns, byte* source, T scale, int count, int* indices, T* destination)
    {
        var job = new GatherJob<T, V> { Columns = columns, Bytes = source, Scale = scale, Indices = indices, Count = count, Destination = destination };
        job.Run();
    }

    private static void ApplyVector(BinaryFunction function, int rows, int columns, T* x, T* vector, T* z, bool perRow)
    {
        switch (function)
        {
            case BinaryFunction.Add: RowMapJob<T, V, BinaryMaps<T, V>.Add>.Run(default, rows, columns, x, vector, z, perRow); break;
            case BinaryFunction.Subtract: RowMapJob<T, V, BinaryMaps<T, V>.Subtract>.Run(default, rows, columns, x, vector, z, perRow); break;
            case BinaryFunction.Multiply: RowMapJob<T, V, BinaryMaps<T, V>.Multiply>.Run(default, rows, columns, x, vector, z, perRow); break;
            case BinaryFunction.Divide: RowMapJob<T, V, BinaryMaps<T, V>.Divide>.Run(default, rows, columns, x, vector, z, perRow); break;
            case BinaryFunction.Maximum: RowMapJob<T, V, BinaryMaps<T, V>.Maximum>.Run(default, rows, columns, x, vector, z, perRow); break;
            case BinaryFunction.Minimum: RowMapJob<T, V, BinaryMaps<T, V>.Minimum>.Run(default, rows, columns, x, vector, z, perRow); break;
            default: throw new ArgumentOutOfRangeException(nameof(function), function, "no such function");
        }
    }

    private static void Map<TMap>(TMap map, int length, T* x, T* to)
        where TMap : unmanaged, IMap<V> => MapJob<T, V, TMap>.Run(map, length, x, null, null, to);

    private static void Map<TMap>(TMap map, int length, T* x, T* y, T* to)
        where TMap : unmanaged, IMap<V> => MapJob<T, V, TMap>.Run(map, length, x, y, null, to);
}
