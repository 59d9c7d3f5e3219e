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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateTile(in ProductJob<T, V> job, T* tile, nint stride, int row, int rows, int column, int columns)
    {
        V strange = V.Zero;
        for (int r = 0; r < rows; r++)
        {
            for (int i = 0; i < columns; i += V.Count)
            {
                V gradient = Ends<T, V>.Load(tile + (r * stride) + i, columns - i);
                strange += gradient - gradient;
            }
        }
        if (V.Sum(strange) != T.Zero)
        {
            Volatile.Write(ref *job.Adam.Fault, 1);
            return;
        }
        var rule = new AdamRule<T, V>(in job.Adam.Settings);
        for (int r = 0; r < rows; r++, tile += stride)
        {
            nint at = ((nint)(row + r) * job.Columns) + column;
            T* weights = job.Adam.Parameter + at, first = job.Adam.First + at, second = job.Adam.Second + at;
            for (int i = 0; i < columns; i += V.Count)
            {
                int left = columns - i;
                V m = Ends<T, V>.Load(first + i, left), v = Ends<T, V>.Load(second + i, left);
                V weight = rule.Step(Ends<T, V>.Load(weights + i, left), Ends<T, V>.Load(tile + i, left), ref m, ref v);
                Ends<T, V>.Store(m, first + i, left);
                Ends<T, V>.Store(v, second + i, left);
                Ends<T, V>.Store(weight, weights + i, left);
            }
        }
    }
}
