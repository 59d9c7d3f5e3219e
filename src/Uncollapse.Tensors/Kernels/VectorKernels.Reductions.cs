using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override double SumCore(int length, T* x) => SumJob<T, V, Summands<T, V>.Itself>.Run(length, x, null);

    private protected override double DotCore(int length, T* x, T* y) => SumJob<T, V, Summands<T, V>.Product>.Run(length, x, y);

    private protected override bool AllFiniteCore(int length, T* x) => SumJob<T, V, Summands<T, V>.Infinite>.Run(length, x, null) == 0;

    private protected override bool AllFiniteCore(int rows, int columns, T* x) => FiniteJob<T, V>.Run(rows, columns, x);

    private protected override void ColumnSumsCore(int rows, int columns, T* x, T* sums, bool accumulate) =>
        Columns(rows, columns, x, null, sums, null, accumulate, &DownColumns<Summands<T, V>.Itself>);

    private protected override void RowSumsCore(int rows, int columns, T* x, T* sums, bool accumulate) =>
        Rows(rows, columns, x, null, sums, null, accumulate, &AlongRows<Summands<T, V>.Itself>);

    private protected override void ColumnDotsCore(int rows, int columns, T* x, T* y, T* dots, bool accumulate) =>
        Columns(rows, columns, x, y, dots, null, accumulate, &DownColumns<Summands<T, V>.Product>);

    private protected override void RowDotsCore(int rows, int columns, T* x, T* y, T* dots, bool accumulate) =>
        Rows(rows, columns, x, y, dots, null, accumulate, &AlongRows<Summands<T, V>.Product>);

    private protected override void ColumnMomentsCore(int rows, int columns, T* x, T* mean, T* variance) =>
        Columns(rows, columns, x, null, mean, variance, accumulate: false, &ColumnMoments);

    private protected override void RowMomentsCore(int rows, int columns, T* x, T* mean, T* variance) =>
        Rows(rows, columns, x, null, mean, variance, accumulate: false, &RowMoments);

    private protected override void RowLogSumExpCore(int rows, int columns, T* x, T* results) =>
        Rows(rows, columns, x, null, results, null, accumulate: false, &RowLogSumExp);

    private protected override void ColumnLogSumExpCore(int rows, int columns, T* x, T* results) =>
        Columns(rows, columns, x, null, results, null, accumulate: false, &ColumnLogSumExp);

    private static void Rows(
        int rows, int columns, T* x, T* y, T* to, T* toSecond, bool accumulate, delegate*<in LineJob<T>, int, int, void> function)
    {
        var job = new LineJob<T> { Rows = rows, Columns = columns, X = x, Y = y, To = to, ToSecond = toSecond, Accumulate = accumulate, Function = function };
        job.RunRows();
    }

    private static void Columns(
        int rows, int columns, T* x, T* y, T* to, T* toSecond, bool accumulate, delegate*<in LineJob<T>, int, int, void> function)
    {
        var job = new LineJob<T> { Rows = rows, Columns = columns, X = x, Y = y, To = to, ToSecond = toSecond, Accumulate = accumulate, Function = function };
        job.RunColumns();
    }

    private static void DownColumns<TMap>(in LineJob<T> job, int from, int until)
        where TMap : unmanaged, IMap<V> =>
        Reducer<T, V, TMap>.Down(job.Rows, job.Columns, from, until, job.X, job.Y, null, job.To, T.One, job.Accumulate);

    private static void AlongRows<TMap>(in LineJob<T> job, int from, int until)
        where TMap : unmanaged, IMap<V>
    {
        for (int row = from; row < until; row++)
        {
            nint at = (nint)row * job.Columns;
            double sum = Reducer<T, V, TMap>.Along(job.Columns, job.X + at, job.Y + at, V.Zero);
            job.To[row] = T.CreateTruncating(job.Accumulate ? double.CreateTruncating(job.To[row]) + sum : sum);
        }
    }

    private static void ColumnMoments(in LineJob<T> job, int from, int until)
    {
        T share = T.One / T.CreateTruncating(job.Rows);
        if (job.Rows == 0) share = T.NaN;
        Reducer<T, V, Summands<T, V>.Itself>.Down(job.Rows, job.Columns, from, until, job.X, null, null, job.To, share, accumulate: false);
        Reducer<T, V, Summands<T, V>.CentredDown>.Down(job.Rows, job.Columns, from, until, job.X, job.X, job.To, job.ToSecond, share, accumulate: false);
    }

    private static void RowMoments(in LineJob<T> job, int from, int until)
    {
        for (int row = from; row < until; row++)
        {
            T* x = job.X + ((nint)row * job.Columns);
            double mean = Reducer<T, V, Summands<T, V>.Itself>.Along(job.Columns, x, null, V.Zero) / job.Columns;
            double squares = Reducer<T, V, Summands<T, V>.Centred>.Along(job.Columns, x, null, Broadcast(mean));
            job.To[row] = T.CreateTruncating(mean);
            job.ToSecond[row] = T.CreateTruncating(squares / job.Columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowLogSumExp(in LineJob<T> job, int from, int until)
    {
        T* lanes = stackalloc T[V.Count];
        for (int row = from; row < until; row++)
        {
            T* x = job.X + ((nint)row * job.Columns);
            V highest = Broadcast(double.NegativeInfinity);
            int whole = job.Columns - (job.Columns % V.Count);
            for (int i = 0; i < whole; i += V.Count) highest = V.Maximum(highest, V.Load(x + i));
            highest.Store(lanes);
            T top = lanes[0];
            for (int lane = 1; lane < V.Count; lane++) top = T.Max(top, lanes[lane]);
            for (int i = whole; i < job.Columns; i++) top = T.Max(top, x[i]);
            job.To[row] = top;
            if (!T.IsFinite(top)) continue;
            double sum = Reducer<T, V, ExpOfDifference>.Along(job.Columns, x, null, V.Broadcast(top));
            job.To[row] = top + T.CreateTruncating(Math.Log(sum));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ColumnLogSumExp(in LineJob<T> job, int from, int until)
    {
        for (int column = from; column < until; column += V.Count)
        {
            int left = until - column;
            V top = Broadcast(double.NegativeInfinity), sum = V.Zero;
            T* x = job.X + column;
            for (int row = 0; row < job.Rows; row++) top = V.Maximum(top, Ends<T, V>.Load(x + ((nint)row * job.Columns), left));
            V finite = V.LessThan(V.Absolute(top), Broadcast(double.PositiveInfinity));
            V safe = V.Select(finite, top, V.Zero);
            for (int row = 0; row < job.Rows; row++) sum += Functions<T, V>.Exp(Ends<T, V>.Load(x + ((nint)row * job.Columns), left) - safe);
            Ends<T, V>.Store(V.Select(finite, top + Functions<T, V>.Log(sum), top), job.To + column, left);
        }
    }

    /// <summary>e^(x - z).</summary>
    private readonly struct ExpOfDifference : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => Functions<T, V>.ExpOfNegative(x - z);
    }
}
