namespace Uncollapse.Tensors.Kernels;

/// <content>Loops over elements; the length is the first source's.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>y = f(x).</summary>
    /// <param name="function">f.</param>
    /// <param name="x">The arguments.</param>
    /// <param name="y">The results; may be x.</param>
    /// <exception cref="ShapeException">y is shorter than x.</exception>
    public void Apply(UnaryFunction function, ReadOnlySpan<T> x, Span<T> y)
    {
        Require(y.Length, x.Length);
        fixed (T* px = x, py = y) ApplyCore(function, x.Length, px, py);
    }

    /// <summary>z = f(x, y).</summary>
    /// <param name="function">f.</param>
    /// <param name="x">The first arguments.</param>
    /// <param name="y">The second arguments.</param>
    /// <param name="z">The results; may be x or y.</param>
    /// <exception cref="ShapeException">y or z is shorter than x.</exception>
    public void Apply(BinaryFunction function, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        Require(y.Length, x.Length);
        Require(z.Length, x.Length);
        fixed (T* px = x, py = y, pz = z) ApplyCore(function, x.Length, px, py, pz);
    }

    /// <summary>z[r, c] = f(x[r, c], row[c]).</summary>
    /// <param name="function">f.</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="x">The matrix.</param>
    /// <param name="row">One value a column.</param>
    /// <param name="z">The results; may be x.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void ApplyRow(BinaryFunction function, int rows, int columns, ReadOnlySpan<T> x, ReadOnlySpan<T> row, Span<T> z)
    {
        Require(x.Length, Extent(rows, columns, columns));
        Require(row.Length, columns);
        Require(z.Length, (long)rows * columns);
        fixed (T* px = x, pr = row, pz = z) ApplyRowCore(function, rows, columns, px, pr, pz);
    }

    /// <summary>z[r, c] = f(x[r, c], column[r]).</summary>
    /// <param name="function">f.</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="x">The matrix.</param>
    /// <param name="column">One value a row.</param>
    /// <param name="z">The results; may be x.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void ApplyColumn(BinaryFunction function, int rows, int columns, ReadOnlySpan<T> x, ReadOnlySpan<T> column, Span<T> z)
    {
        Require(x.Length, Extent(rows, columns, columns));
        Require(column.Length, rows);
        Require(z.Length, (long)rows * columns);
        fixed (T* px = x, pc = column, pz = z) ApplyColumnCore(function, rows, columns, px, pc, pz);
    }

    /// <summary>y = scale x + offset, or y += that.</summary>
    /// <param name="scale">The factor.</param>
    /// <param name="x">The arguments.</param>
    /// <param name="offset">The summand.</param>
    /// <param name="y">The results; may be x.</param>
    /// <param name="accumulate">Whether to add to y (then with scale 1 and offset 0 this is y += x; in general "axpy").</param>
    /// <exception cref="ShapeException">y is shorter than x.</exception>
    public void Affine(T scale, ReadOnlySpan<T> x, T offset, Span<T> y, bool accumulate = false)
    {
        Require(y.Length, x.Length);
        fixed (T* px = x, py = y) AffineCore(x.Length, scale, px, offset, py, accumulate);
    }

    /// <summary>z += x y.</summary>
    /// <param name="x">The first factors.</param>
    /// <param name="y">The second factors.</param>
    /// <param name="z">What is added to.</param>
    /// <exception cref="ShapeException">y or z is shorter than x.</exception>
    public void MultiplyAdd(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        Require(y.Length, x.Length);
        Require(z.Length, x.Length);
        fixed (T* px = x, py = y, pz = z) MultiplyAddCore(x.Length, px, py, pz);
    }

    /// <summary>y = min(max(x, low), high); NaN stays NaN.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="low">The least result.</param>
    /// <param name="high">The greatest result.</param>
    /// <param name="y">The results; may be x.</param>
    /// <exception cref="ShapeException">y is shorter than x.</exception>
    public void Clamp(ReadOnlySpan<T> x, T low, T high, Span<T> y)
    {
        Require(y.Length, x.Length);
        fixed (T* px = x, py = y) ClampCore(x.Length, px, low, high, py);
    }

    /// <summary>y = f(x).</summary>
    /// <param name="activation">f.</param>
    /// <param name="x">The preactivations.</param>
    /// <param name="y">The outputs; may be x.</param>
    /// <exception cref="ShapeException">y is shorter than x.</exception>
    public void ActivationForward(Activation activation, ReadOnlySpan<T> x, Span<T> y)
    {
        Require(y.Length, x.Length);
        fixed (T* px = x, py = y) ActivationForwardCore(activation, x.Length, px, py);
    }

    /// <summary>dx = dy f'(state), or dx += that: the gradient, and as well the tangent (with dx for dy and dy for dx).</summary>
    /// <param name="activation">f.</param>
    /// <param name="state">The preactivation or the output (<see cref="ActivationExtensions.UsesPreactivation"/>).</param>
    /// <param name="dy">What is multiplied by f'.</param>
    /// <param name="dx">The results; may be dy.</param>
    /// <param name="accumulate">Whether to add to dx.</param>
    /// <exception cref="ShapeException">A span is shorter than dy.</exception>
    public void ActivationBackward(Activation activation, ReadOnlySpan<T> state, ReadOnlySpan<T> dy, Span<T> dx, bool accumulate = false)
    {
        Require(state.Length, dy.Length);
        Require(dx.Length, dy.Length);
        fixed (T* ps = state, pdy = dy, pdx = dx) ActivationBackwardCore(activation, dy.Length, ps, pdy, pdx, accumulate);
    }

    /// <summary>destination[i, :] = source[indices[i], :].</summary>
    /// <param name="columns">Columns of the source and the destination.</param>
    /// <param name="source">The rows to choose from.</param>
    /// <param name="indices">The rows chosen.</param>
    /// <param name="destination">[indices, columns].</param>
    /// <exception cref="ShapeException">A span is too short or an index is out of range.</exception>
    public void GatherRows(int columns, ReadOnlySpan<T> source, ReadOnlySpan<int> indices, Span<T> destination)
    {
        CheckIndices(columns, source.Length, indices);
        Require(destination.Length, (long)indices.Length * columns);
        fixed (T* ps = source, pd = destination)
        fixed (int* pi = indices) GatherRowsCore(columns, ps, indices.Length, pi, pd);
    }

    /// <summary>destination[i, :] = scale source[indices[i], :], from bytes.</summary>
    /// <param name="columns">Columns of the source and the destination.</param>
    /// <param name="source">The rows to choose from.</param>
    /// <param name="scale">The factor, such as 1/255.</param>
    /// <param name="indices">The rows chosen.</param>
    /// <param name="destination">[indices, columns].</param>
    /// <exception cref="ShapeException">A span is too short or an index is out of range.</exception>
    public void GatherRows(int columns, ReadOnlySpan<byte> source, T scale, ReadOnlySpan<int> indices, Span<T> destination)
    {
        CheckIndices(columns, source.Length, indices);
        Require(destination.Length, (long)indices.Length * columns);
        fixed (T* pd = destination)
        fixed (byte* ps = source)
        fixed (int* pi = indices) GatherRowsCore(columns, ps, scale, indices.Length, pi, pd);
    }

    private static void CheckIndices(int columns, int sourceLength, ReadOnlySpan<int> indices)
    {
        if (columns <= 0) throw new ShapeException(nameof(GatherRows), $"columns is {columns}, at least 1 needed");
        int rows = sourceLength / columns;
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)rows)
                throw new ShapeException(nameof(GatherRows), $"row {index} asked of a source of {rows} rows");
        }
    }

    private protected abstract void ApplyCore(UnaryFunction function, int length, T* x, T* y);

    private protected abstract void ApplyCore(BinaryFunction function, int length, T* x, T* y, T* z);

    private protected abstract void ApplyRowCore(BinaryFunction function, int rows, int columns, T* x, T* row, T* z);

    private protected abstract void ApplyColumnCore(BinaryFunction function, int rows, int columns, T* x, T* column, T* z);

    private protected abstract void AffineCore(int length, T scale, T* x, T offset, T* y, bool accumulate);

    private protected abstract void MultiplyAddCore(int length, T* x, T* y, T* z);

    private protected abstract void ClampCore(int length, T* x, T low, T high, T* y);

    private protected abstract void ActivationForwardCore(Activation activation, int length, T* x, T* y);

    private protected abstract void ActivationBackwardCore(Activation activation, int length, T* state, T* dy, T* dx, bool accumulate);

    private protected abstract void GatherRowsCore(int columns, T* source, int count, int* indices, T* destination);

    private protected abstract void GatherRowsCore(int columns, byte* source, T scale, int count, int* indices, T* destination);
}
