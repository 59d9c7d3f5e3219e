using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void WindowCore(ConvolutionShape shape, WindowPass pass, bool mean, T* images, T* maxima, T* from, T* to)
    {
        var job = new WindowJob<T, V>(shape, pass, mean) { Images = images, Maxima = maxima, From = from, To = to };
        job.Run();
    }
}
