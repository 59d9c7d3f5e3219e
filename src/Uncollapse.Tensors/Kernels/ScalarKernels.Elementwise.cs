namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void ApplyCore(UnaryFunction function, int length, T* x, T* y)
    {
        for (int i = 0; i < length; i++) y[i] = Value(function, x[i]);
    }

    private protected override void ApplyCore(BinaryFunction function, int length, T* x, T* y, T* z)
    {
        for (int i = 0; i < length; i++) z[i] = Value(function, x[i], y[i]);
    }

    private protected override void ApplyRowCore(BinaryFunction function, int rows, int columns, T* x, T* row, T* z)
    {
        for (long r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++) z[(r * columns) + c] = Value(function, x[(r * columns) + c], row[c]);
        }
    }

    private protected override void ApplyColumnCore(BinaryFunction function, int rows, int columns, T* x, T* column, T* z)
    {
        for (long r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++) z[(r * columns) + c] = Value(function, x[(r * columns) + c], column[r]);
        }
    }

    private protected override void AffineCore(int length, T scale, T* x, T offset, T* y, bool accumulate)
    {
        for (int i = 0; i < length; i++)
        {
            T value = T.MultiplyAddEstimate(scale, x[i], offset);
            y[i] = accumulate ? y[i] + value : value;
        }
    }

    private protected override void MultiplyAddCore(int length, T* x, T* y, T* z)
    {
        for (int i = 0; i < length; i++) z[i] = T.MultiplyAddEstimate(x[i], y[i], z[i]);
    }

    private protected override void ClampCore(int length, T* x, T low, T high, T* y)
    {
        for (int i = 0; i < length; i++) y[i] = T.Min(T.Max(x[i], low), high);
    }

    private protected override void ActivationForwardCore(Activation activation, int length, T* x, T* y)
    {
        for (int i = 0; i < length; i++) y[i] = F(Value(activation, D(x[i])));
    }

    private protected override void ActivationBackwardCore(Activation activation, int length, T* state, T* dy, T* dx, bool accumulate)
    {
        for (int i = 0; i < length; i++)
        {
            double value = D(dy[i]) * Slope(activation, D(state[i]));
            dx[i] = F(accumulate ? D(dx[i]) + value : value);
        }
    }

    private protected override void GatherRowsCore(int columns, T* source, int count, int* indices, T* destination)
    {
        for (long i = 0; i < count; i++)
        {
            for (int c = 0; c < columns; c++) destination[(i * columns) + c] = source[((long)indices[i] * columns) + c];
        }
    }

    private protected override void GatherRowsCore(int columns, byte* source, T scale, int count, int* indices, T* destination)
    {
        for (long i = 0; i < count; i++)
        {
            for (int c = 0; c < columns; c++)
                destination[(i * columns) + c] = scale * T.CreateTruncating(source[((long)indices[i] * columns) + c]);
        }
    }
}
