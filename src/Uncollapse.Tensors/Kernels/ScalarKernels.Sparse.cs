namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void CompressCore(int rows, int columns, T* counts, int conditions, T* condition, SparseRows<T> result)
    {
        int blocks = result.Blocks;
        T Element(int row, int column) => column < columns ? counts[((long)row * columns) + column] : condition[((long)row * conditions) + column - columns];
        for (long i = 0; i < (long)rows * (blocks + 1); i++) result.Starts[i] = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns + conditions; column++)
                if (Element(row, column) != T.Zero) result.Starts[((long)row * (blocks + 1)) + (column / SparseRows<T>.BlockColumns)]++;
        }
        result.Place();
        for (int row = 0; row < rows; row++)
        {
            int at = result.Row(row).From;
            for (int column = 0; column < columns + conditions; column++)
            {
                T element = Element(row, column);
                if (element == T.Zero) continue;
                result.IndexPointer[at] = column;
                result.ValuePointer[at++] = column < columns ? F(SpecialFunctions.LogOnePlus(D(element))) : element;
            }
        }
    }

    private protected override void SparseForwardCore(SparseRows<T> x, int outputs, T* weights, T* bias, T* y)
    {
        for (int row = 0; row < x.Rows; row++)
        {
            (int from, int until) = x.Row(row);
            for (int j = 0; j < outputs; j++)
            {
                double sum = bias is null ? 0 : D(bias[j]);
                for (int i = from; i < until; i++) sum += D(x.ValuePointer[i]) * D(weights[((long)x.IndexPointer[i] * outputs) + j]);
                y[((long)row * outputs) + j] = F(sum);
            }
        }
    }

    private protected override void SparseWeightsCore(SparseRows<T> x, int outputs, T* dy, T* dWeights, bool accumulate)
    {
        double[] sums = Gradient(x, outputs, dy);
        for (long i = 0; i < sums.Length; i++) dWeights[i] = F(sums[i] + (accumulate ? D(dWeights[i]) : 0));
    }

    private protected override bool SparseAdamCore(in AdamCoefficients<T> settings, SparseRows<T> x, int outputs, T* dy, T* weights, T* first, T* second)
    {
        T[] gradient = [.. Gradient(x, outputs, dy).Select(F)];
        if (gradient.Any(g => !T.IsFinite(g))) return false;
        fixed (T* pointer = gradient) AdamCore(settings, x.Columns, outputs, weights, pointer, first, second);
        return true;
    }

    private static double[] Gradient(SparseRows<T> x, int outputs, T* dy)
    {
        double[] sums = new double[(long)x.Columns * outputs];
        for (int row = 0; row < x.Rows; row++)
        {
            (int from, int until) = x.Row(row);
            for (int i = from; i < until; i++)
            {
                for (int j = 0; j < outputs; j++) sums[((long)x.IndexPointer[i] * outputs) + j] += D(x.ValuePointer[i]) * D(dy[((long)row * outputs) + j]);
            }
        }
        return sums;
    }
}
