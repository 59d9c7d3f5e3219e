using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void GroupNormForwardCore(
        int examples, int positions, int channels, int groups, T* x, T* scale, T* shift, double epsilon, T* y, T* mean, T* inverse)
    {
        var job = new GroupNormJob<T, V>(examples, positions, channels, groups, epsilon) { X = x, Scale = scale, Shift = shift, To = y, Mean = mean, Inverse = inverse };
        job.Run();
    }

    private protected override void GroupNormBackwardCore(
        int examples, int positions, int channels, int groups, T* x, T* dy, T* scale, T* mean, T* inverse, T* dx, T* dScale, T* dShift)
    {
        var job = new GroupNormJob<T, V>(examples, positions, channels, groups, 0)
        {
            X = x, Gradient = dy, Scale = scale, Mean = mean, Inverse = inverse, To = dx, ToScale = dScale, ToShift = dShift,
        };
        job.Run();
    }
}
