namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void ScatterRowsCore(int rows, int columns, T* source, int count, int* indices, T* destination, bool accumulate)
    {
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                T* to = destination + ((long)r * columns) + c;
                double sum = accumulate ? D(*to) : 0;
                for (long i = 0; i < count; i++)
                {
                    if (indices[i] == r) sum += D(source[(i * columns) + c]);
                }
                *to = F(sum);
            }
        }
    }

    private protected override void CategoricalCore(
        int examples, int positions, int classes, T* logits, int* targets, T* rowWeights, T* logLikelihood, T* dLogits)
    {
        for (int n = 0; n < examples; n++)
        {
            double total = 0;
            for (int k = 0; k < positions; k++)
            {
                long row = ((long)n * positions) + k;
                T* own = logits + (row * classes);
                double largest = double.NegativeInfinity, sum = 0;
                for (int c = 0; c < classes; c++) largest = Math.Max(largest, D(own[c]));
                for (int c = 0; c < classes; c++) sum += Math.Exp(D(own[c]) - largest);
                int target = targets[row];
                if (target >= 0) total += D(own[target]) - largest - Math.Log(sum);
                if (dLogits is null) continue;
                double weight = target < 0 ? 0 : Weight(rowWeights, n);
                for (int c = 0; c < classes; c++)
                    dLogits[(row * classes) + c] = F(target < 0 ? 0 : weight * ((c == target ? 1 : 0) - (Math.Exp(D(own[c]) - largest) / sum)));
            }
            if (logLikelihood is not null) logLikelihood[n] = F(total);
        }
    }
}
