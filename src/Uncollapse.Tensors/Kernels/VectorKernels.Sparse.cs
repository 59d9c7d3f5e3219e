using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void CompressCore(int rows, int columns, T* counts, int conditions, T* condition, SparseRows<T> result)
    {
        var job = new CompressJob<T, V> { Rows = rows, Columns = columns, Counts = counts, Conditions = conditions, Condition = condition };
        job.Run(result);
    }

    private protected override void SparseForwardCore(SparseRows<T> x, int outputs, T* weights, T* bias, T* y)
    {
        SparseJob<T, V> job = Over(x, outputs);
        job.Weights = weights;
        job.Bias = bias;
        job.Result = y;
        job.RunForward();
    }

    private protected override void SparseWeightsCore(SparseRows<T> x, int outputs, T* dy, T* dWeights, bool accumulate)
    {
        SparseJob<T, V> job = Over(x, outputs);
        job.Gradient = dy;
        job.Result = dWeights;
        job.Accumulate = accumulate;
        job.RunBackward();
    }

    private protected override bool SparseAdamCore(in AdamCoefficients<T> settings, SparseRows<T> x, int outputs, T* dy, T* weights, T* first, T* second)
    {
        int fault = 0;
        SparseJob<T, V> job = Over(x, outputs);
        job.Gradient = dy;
        job.Adam = new AdamTarget<T> { Settings = settings, Parameter = weights, First = first, Second = second, Fault = &fault };
        job.RunBackward();
        return Volatile.Read(ref fault) == 0;
    }

    private static SparseJob<T, V> Over(SparseRows<T> x, int outputs) => x.Rows == 0
        ? new SparseJob<T, V> { Columns = x.Columns, Blocks = x.Blocks, Outputs = outputs }
        : new SparseJob<T, V>
        {
            Rows = x.Rows, Columns = x.Columns, Blocks = x.Blocks, Starts = x.Starts, Indices = x.IndexPointer, Values = x.ValuePointer, Outputs = outputs,
        };
}
