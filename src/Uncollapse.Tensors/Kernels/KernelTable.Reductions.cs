namespace Uncollapse.Tensors.Kernels;

/// <content>Sums and their kin, in a fixed order and with error that grows far slower than a naive loop's.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>The sum; 0 for none.</summary>
    /// <param name="x">The summands.</param>
    public double Sum(ReadOnlySpan<T> x)
    {
        fixed (T* px = x) return SumCore(x.Length, px);
    }

    /// <summary>The sum of x y.</summary>
    /// <param name="x">The first factors.</param>
    /// <param name="y">The second factors; x for the squared norm.</param>
    /// <exception cref="ShapeException">y is shorter than x.</exception>
    public double Dot(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
    {
        Require(y.Length, x.Length);
        fixed (T* px = x, py = y) return DotCore(x.Length, px, py);
    }

    /// <summary>Whether no element is infinite or NaN.</summary>
    /// <param name="x">The elements.</param>
    public bool AllFinite(ReadOnlySpan<T> x)
    {
        fixed (T* px = x) return AllFiniteCore(x.Length, px);
    }

    /// <summary>Whether no element of a matrix is infinite or NaN; threads keep to the columns that they have in products and optimiser steps.</summary>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="x">The matrix.</param>
    /// <exception cref="ShapeException">x is too short.</exception>
    public bool AllFinite(int rows, int columns, ReadOnlySpan<T> x)
    {
        Require(x.Length, Extent(rows, columns, columns));
        fixed (T* px = x) return AllFiniteCore(rows, columns, px);
    }

    /// <summary>sums[c] = sum over r of x[r, c], or sums += that.</summary>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="x">The matrix.</param>
    /// <param name="sums">One a column.</param>
    /// <param name="accumulate">Whether to add to sums.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void ColumnSums(int rows, int columns, ReadOnlySpan<T> x, Span<T> sums, bool accumulate = false)
    {
        Require(x.Length, Extent(rows, columns, columns));
        Require(sums.Length, columns);
        fixed (T* px = x, ps = sums) ColumnSumsCore(rows, columns, px, ps, accumulate);
    }

    /// <summary>sums[r] = sum over c of x[r, c], or sums += that.</summary>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="x">The matrix.</param>
    /// <param name="sums">One a row.</param>
    /// <param name="accumulate">Whether to add to sums.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void RowSums(int rows, int columns, ReadOnlySpan<T> x, Span<T> sums, bool accumulate = false)
    {
        Require(x.Length, Extent(rows, columns, columns));
        Require(sums.Length, rows);
        fixed (T* px = x, ps = sums) RowSumsCore(rows, columns, px, ps, accumulate);
    }

    /// <summary>dots[c] = sum over r of x[r, c] y[r, c], or dots += that.</summary>
    /// <param name="rows">Rows of x and y.</param>
    /// <param name="columns">Columns of x and y.</param>
    /// <param name="x">The first factors.</param>
    /// <param name="y">The second factors.</param>
    /// <param name="dots">One a column.</param>
    /// <param name="accumulate">Whether to add to dots.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void ColumnDots(int rows, int columns, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> dots, bool accumulate = false)
    {
        Require(x.Length, Extent(rows, columns, columns));
        Require(y.Length, (long)rows * columns);
        Require(dots.Length, columns);
        fixed (T* px = x, py = y, pd = dots) ColumnDotsCore(rows, columns, px, py, pd, accumulate);
    }

    /// <summary>dots[r] = sum over c of x[r, c] y[r, c], or dots += that.</summary>
    /// <param name="rows">Rows of x and y.</param>
    /// <param name="columns">Columns of x and y.</param>
    /// <param name="x">The first factors.</param>
    /// <param name="y">The second factors.</param>
    /// <param name="dots">One a row.</param>
    /// <param name="accumulate">Whether to add to dots.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void RowDots(int rows, int columns, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> dots, bool accumulate = false)
    {
        Require(x.Length, Extent(rows, columns, columns));
        Require(y.Length, (long)rows * columns);
        Require(dots.Length, rows);
        fixed (T* px = x, py = y, pd = dots) RowDotsCore(rows, columns, px, py, pd, accumulate);
    }

    /// <summary>Each column's mean and (biased, divided by rows) variance, in two passes; NaN where there are no rows.</summary>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="x">The matrix.</param>
    /// <param name="mean">One a column.</param>
    /// <param name="variance">One a column.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void ColumnMoments(int rows, int columns, ReadOnlySpan<T> x, Span<T> mean, Span<T> variance)
    {
        Require(x.Length, Extent(rows, columns, columns));
        Require(mean.Length, columns);
        Require(variance.Length, columns);
        fixed (T* px = x, pm = mean, pv = variance) ColumnMomentsCore(rows, columns, px, pm, pv);
    }

    /// <summary>Each row's mean and (biased, divided by columns) variance, in two passes; NaN where there are no columns.</summary>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="x">The matrix.</param>
    /// <param name="mean">One a row.</param>
    /// <param name="variance">One a row.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void RowMoments(int rows, int columns, ReadOnlySpan<T> x, Span<T> mean, Span<T> variance)
    {
        Require(x.Length, Extent(rows, columns, columns));
        Require(mean.Length, rows);
        Require(variance.Length, rows);
        fixed (T* px = x, pm = mean, pv = variance) RowMomentsCore(rows, columns, px, pm, pv);
    }

    /// <summary>results[r] = log sum over c of e^x[r, c], without overflow; -infinity for no columns.</summary>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="x">The matrix.</param>
    /// <param name="results">One a row.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void RowLogSumExp(int rows, int columns, ReadOnlySpan<T> x, Span<T> results)
    {
        Require(x.Length, Extent(rows, columns, columns));
        Require(results.Length, rows);
        fixed (T* px = x, pr = results) RowLogSumExpCore(rows, columns, px, pr);
    }

    /// <summary>results[c] = log sum over r of e^x[r, c], without overflow; -infinity for no rows.</summary>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="x">The matrix.</param>
    /// <param name="results">One a column.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void ColumnLogSumExp(int rows, int columns, ReadOnlySpan<T> x, Span<T> results)
    {
        Require(x.Length, Extent(rows, columns, columns));
        Require(results.Length, columns);
        fixed (T* px = x, pr = results) ColumnLogSumExpCore(rows, columns, px, pr);
    }

    private protected abstract double SumCore(int length, T* x);

    private protected abstract double DotCore(int length, T* x, T* y);

    private protected abstract bool AllFiniteCore(int length, T* x);

    private protected abstract bool AllFiniteCore(int rows, int columns, T* x);

    private protected abstract void ColumnSumsCore(int rows, int columns, T* x, T* sums, bool accumulate);

    private protected abstract void RowSumsCore(int rows, int columns, T* x, T* sums, bool accumulate);

    private protected abstract void ColumnDotsCore(int rows, int columns, T* x, T* y, T* dots, bool accumulate);

    private protected abstract void RowDotsCore(int rows, int columns, T* x, T* y, T* dots, bool accumulate);

    private protected abstract void ColumnMomentsCore(int rows, int columns, T* x, T* mean, T* variance);

    private protected abstract void RowMomentsCore(int rows, int columns, T* x, T* mean, T* variance);

    private protected abstract void RowLogSumExpCore(int rows, int columns, T* x, T* results);

    private protected abstract void ColumnLogSumExpCore(int rows, int columns, T* x, T* results);
}
