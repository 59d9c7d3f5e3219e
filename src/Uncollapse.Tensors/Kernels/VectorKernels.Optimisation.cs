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

    private protected override void SgdCore(in SgdSettings settings, int length, T* parameter, T* gradient, T* velocity)
    {
        var job = new SgdJob<T, V> { Settings = settings, Length = length, Parameter = parameter, Gradient = gradient, Velocity = velocity };
        job.Run();
    }
}
