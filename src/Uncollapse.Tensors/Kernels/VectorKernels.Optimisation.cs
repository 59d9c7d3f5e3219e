using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void AdamCore(in AdamCoefficients<T> settings, int rows, int columns, T* parameter, T* gradient, T* first, T* second)
    {
        if (rows == 0 || columns == 0) return;
        var job = new AdamJob<T, V>
        {
            Settings = settings, Rows = rows, Columns = columns, Parameter = parameter, Gradient = gradient, First = first, Second = second,
        };
        job.Run();
    }

    private protected override bool LinearAdamCore(
        in AdamCoefficients<T> settings, int rows, int inputs, int outputs, T* x, T* dy, T* weights, T* first, T* second)
    {
        int fault = 0;
        var job = new ProductJob<T, V>
        {
            Rows = inputs,
            Columns = outputs,
            Depth = rows,
            A = x,
            B = dy,
            C = weights,
            RowStride = 1,
            DepthStride = inputs,
            StrideB = outputs,
            StrideC = outputs,
            Adam = new AdamTarget<T> { Settings = settings, Parameter = weights, First = first, Second = second, Fault = &fault },
            Epilogue = &UpdateTile,
        };
        job.Run();
        return Volatile.Read(ref fault) == 0;
    }

    private protected override void SgdCore(in SgdSettings settings, int length, T* parameter, T* gradient, T* velocity)
    {
        var job = new SgdJob<T, V> { Settings = settings, Length = length, Parameter = parameter, Gradient = gradient, Velocity = velocity };
        job.Run();
    }

    /// <summary>Adam's step of a tile whose gradient has just been summed; none where that is not finite.</summary>
    private static void UpdateTile(in ProductJob<T, V> job, T* tile, nint stride, int row, int rows, int column, int columns)
    {
        if (!IsFinite(tile, stride, rows, columns))
        {
            Volatile.Write(ref *job.Adam.Fault, 1);
            return;
        }
        nint at = ((nint)row * job.Columns) + column;
        AdamRule<T, V>.Step(
            job.Adam.Settings, rows, columns, job.Adam.Parameter + at, job.Adam.First + at, job.Adam.Second + at, job.Columns, tile, stride);
    }

    /// <summary>Looks at whole vectors of a tile: lanes beyond its columns hold like sums of other elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsFinite(T* tile, nint stride, int rows, int columns)
    {
        V strange = V.Zero, stranger = V.Zero;
        for (int r = 0; r < rows; r++, tile += stride)
        {
            for (int i = 0; i < columns; i += 2 * V.Count)
            {
                V value = V.Load(tile + i);
                strange += value - value;
                if (columns <= i + V.Count) continue;
                value = V.Load(tile + i + V.Count);
                stranger += value - value;
            }
        }
        return V.Sum(strange + stranger) == T.Zero;
    }
}
