using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void GaussianLogSumsCore(
        int points, int components, int units, T* codes, T* inverseDeviations, T* scaledMeans, T* logWeights, int* excluded, double* results)
    {
        var job = new MixtureJob<T, V>
        {
            Points = points,
            Components = components,
            Units = units,
            Codes = codes,
            InverseDeviations = inverseDeviations,
            ScaledMeans = scaledMeans,
            LogWeights = logWeights,
            Excluded = excluded,
            Results = results,
        };
        job.Run();
    }
}
