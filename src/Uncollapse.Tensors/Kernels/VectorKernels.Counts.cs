using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override int CountCore(in CountArguments<T> arguments)
    {
        var job = new CountJob<T, V> { Arguments = arguments };
        return job.Run();
    }
}
