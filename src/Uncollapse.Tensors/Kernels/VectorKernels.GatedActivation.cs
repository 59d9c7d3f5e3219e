using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void GatedActivationCore(
        GatePass pass, int examples, int pixels, int features, T* x, T* summand, T* code, T* direction, T* result)
    {
        var job = new GateJob<T, V>
        {
            Pass = pass, Rows = examples * pixels, Pixels = pixels, Features = features, X = x, Summand = summand, Code = code, Direction = direction, Result = result,
        };
        job.Run();
    }
}
