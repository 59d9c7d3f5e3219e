namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override double SumCore(int length, T* x)
    {
        double sum = 0;
        for (int i = 0; i < length; i++) sum += D(x[i]);
        return sum;
    }

    private protected override double DotCore(int length, T* x, T* y)
    {
        double sum = 0;
        for (int i = 0; i < length; i++) sum += D(x[i]) * D(y[i]);
        return sum;
    }

    private protected override bool AllFiniteCore(int length, T* x)
    {
        for (int i = 0; i < length; i++)
        {
            if (!T.IsFinite(x[i])) return false;
        }
        return true;
    }

    private protected override bool AllFiniteCore(int rows, int columns, T* x)
    {
        for (long row = 0; row < rows; row++)
        {
            if (!AllFiniteCore(columns, x + (row * columns))) return false;
        }
        return true;
    }

    private protected override void ColumnSumsCore(int rows, int columns, T* x, T* sums, bool accumulate)
    {
        for (int c = 0; c < columns; c++) sums[c] = F((accumulate ? D(sums[c]) : 0) + Line(x + c, null, rows, columns));
    }

    private protected override void RowSumsCore(int rows, int columns, T* x, T* sums, bool accumulate)
    {
        for (long r = 0; r < rows; r++) sums[r] = F((accumulate ? D(sums[r]) : 0) + Line(x + (r * columns), null, columns, 1));
    }

    private protected override void ColumnDotsCore(int rows, int columns, T* x, T* y, T* dots, bool accumulate)
    {
        for (int c = 0; c < columns; c++) dots[c] = F((accumulate ? D(dots[c]) : 0) + Line(x + c, y + c, rows, columns));
    }

    private protected override void RowDotsCore(int rows, int columns, T* x, T* y, T* dots, bool accumulate)
    {
        for (long r = 0; r < rows; r++)
            dots[r] = F((accumulate ? D(dots[r]) : 0) + Line(x + (r * columns), y + (r * columns), columns, 1));
    }

    private protected override void ColumnMomentsCore(int rows, int columns, T* x, T* mean, T* variance)
    {
        for (int c = 0; c < columns; c++) Moments(x + c, rows, columns, mean + c, variance + c);
    }

    private protected override void RowMomentsCore(int rows, int columns, T* x, T* mean, T* variance)
    {
        for (long r = 0; r < rows; r++) Moments(x + (r * columns), columns, 1, mean + r, variance + r);
    }

    private protected override void RowLogSumExpCore(int rows, int columns, T* x, T* results)
    {
        for (long r = 0; r < rows; r++) results[r] = LogSumExp(x + (r * columns), columns, 1);
    }

    private protected override void ColumnLogSumExpCore(int rows, int columns, T* x, T* results)
    {
        for (int c = 0; c < columns; c++) results[c] = LogSumExp(x + c, rows, columns);
    }

    private static double Line(T* x, T* y, int count, int stride)
    {
        double sum = 0;
        for (long i = 0; i < count; i++) sum += D(x[i * stride]) * (y is null ? 1 : D(y[i * stride]));
        return sum;
    }

    private static void Moments(T* x, int count, int stride, T* mean, T* variance)
    {
        double centre = Line(x, null, count, stride) / count, squares = 0;
        for (long i = 0; i < count; i++)
        {
            double distance = D(x[i * stride]) - centre;
            squares += distance * distance;
        }
        *mean = F(centre);
        *variance = F(squares / count);
    }

    private static T LogSumExp(T* x, int count, int stride)
    {
        double top = double.NegativeInfinity, sum = 0;
        for (long i = 0; i < count; i++) top = Math.Max(top, D(x[i * stride]));
        if (double.IsInfinity(top) || double.IsNaN(top)) return F(top);
        for (long i = 0; i < count; i++) sum += Math.Exp(D(x[i * stride]) - top);
        return F(top + Math.Log(sum));
    }
}
