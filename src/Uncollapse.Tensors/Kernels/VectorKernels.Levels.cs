using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void LogisticMixtureCore(LogisticMixtureShape shape, T* parameters, T* levels, T* rowWeights, T* logLikelihood, T* gradient)
    {
        var job = new LogisticMixtureJob<T, V>
        {
            Shape = shape, Parameters = parameters, Levels = levels, RowWeights = rowWeights, LogLikelihood = logLikelihood, Gradient = gradient,
        };
        job.Run();
    }
}
