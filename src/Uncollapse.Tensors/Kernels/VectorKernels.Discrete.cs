using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void ScatterRowsCore(int rows, int columns, T* source, int count, int* indices, T* destination, bool accumulate)
    {
        if (rows == 0 || columns == 0) return;
        var job = new ScatterJob<T, V>
        {
            Rows = rows, Columns = columns, Source = source, Count = count, Indices = indices, Destination = destination, Accumulate = accumulate,
        };
        job.Run();
    }

    private protected override void CategoricalCore(
        int examples, int positions, int classes, T* logits, int* targets, T* rowWeights, T* logLikelihood, T* dLogits)
    {
        var job = new CategoricalJob<T, V>
        {
            Examples = examples, Positions = positions, Classes = classes, Logits = logits, Targets = targets, RowWeights = rowWeights,
            LogLikelihood = logLikelihood, Gradient = dLogits,
        };
        job.Run();
    }
}
