namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void MultiplyCore(
        ProductKind kind, int m, int n, int k, T* a, int strideA, T* b, int strideB, T* c, int strideC, bool accumulate)
    {
        for (int row = 0; row < m; row++)
        {
            for (int column = 0; column < n; column++)
            {
                T* to = c + ((long)row * strideC) + column;
                *to = F((accumulate ? D(*to) : 0) + Inner(kind, row, column, k, a, strideA, b, strideB));
            }
        }
    }

    private protected override void LinearForwardCore(
        int rows, int inputs, int outputs, T* x, T* weights, T* bias, Activation activation, T* y, T* preactivation)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < outputs; column++)
            {
                long at = ((long)row * outputs) + column;
                double value = Inner(ProductKind.Plain, row, column, inputs, x, inputs, weights, outputs);
                if (bias is not null) value += D(bias[column]);
                if (preactivation is not null) preactivation[at] = F(value);
                y[at] = F(Value(activation, value));
            }
        }
    }

    private protected override void LinearBackwardInputCore(
        int rows, int inputs, int outputs, T* dy, T* weights, T* dx, bool accumulate, Activation activation, T* state)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < inputs; column++)
            {
                long at = ((long)row * inputs) + column;
                double value = Inner(ProductKind.RightTransposed, row, column, outputs, dy, outputs, weights, outputs);
                if (activation != Activation.Identity) value *= Slope(activation, D(state[at]));
                dx[at] = F((accumulate ? D(dx[at]) : 0) + value);
            }
        }
    }

    private static double Inner(ProductKind kind, long row, long column, int k, T* a, int strideA, T* b, int strideB)
    {
        double sum = 0;
        for (long i = 0; i < k; i++)
        {
            T left = kind == ProductKind.LeftTransposed ? a[(i * strideA) + row] : a[(row * strideA) + i];
            T right = kind == ProductKind.RightTransposed ? b[(column * strideB) + i] : b[(i * strideB) + column];
            sum += D(left) * D(right);
        }
        return sum;
    }
}
