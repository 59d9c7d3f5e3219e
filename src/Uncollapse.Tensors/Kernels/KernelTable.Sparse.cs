namespace Uncollapse.Tensors.Kernels;

/// <content>Products with matrices of counts, which are mostly 0.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>The elements that are not 0 of [log(1 + counts), condition], rows side by side.</summary>
    /// <param name="rows">Rows of both.</param>
    /// <param name="columns">Columns of the counts.</param>
    /// <param name="counts">[rows, columns], above -1.</param>
    /// <param name="conditions">Columns of the condition, from 0.</param>
    /// <param name="condition">[rows, conditions], taken as it is.</param>
    /// <param name="result">Overwritten.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void Compress(int rows, int columns, ReadOnlySpan<T> counts, int conditions, ReadOnlySpan<T> condition, SparseRows<T> result)
    {
        Require(counts.Length, Extent(rows, columns, columns));
        Require(condition.Length, Extent(rows, conditions, conditions));
        result.Resize(rows, columns + conditions);
        fixed (T* px = counts, pc = condition)
            CompressCore(rows, columns, px, conditions, pc, result);
    }

    /// <summary>y[rows, outputs] = x w + bias.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="outputs">Columns of y.</param>
    /// <param name="weights">[inputs, outputs].</param>
    /// <param name="bias">One an output, or empty for none.</param>
    /// <param name="y">Overwritten.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void SparseForward(SparseRows<T> x, int outputs, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> y)
    {
        Require(weights.Length, Extent(x.Columns, outputs, outputs));
        RequireOptional(bias.Length, outputs);
        Require(y.Length, Extent(x.Rows, outputs, outputs));
        if (x.Rows == 0 || outputs == 0) return;
        fixed (T* pw = weights, pb = bias, py = y)
            SparseForwardCore(x, outputs, pw, pb, py);
    }

    /// <summary>dw[inputs, outputs] = x^T dy, or dw += that.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="outputs">Columns of dy.</param>
    /// <param name="dy">The gradient to x w, [rows, outputs].</param>
    /// <param name="dWeights">The weights' gradient.</param>
    /// <param name="accumulate">Whether to add to it.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void SparseBackwardWeights(SparseRows<T> x, int outputs, ReadOnlySpan<T> dy, Span<T> dWeights, bool accumulate)
    {
        Require(dy.Length, Extent(x.Rows, outputs, outputs));
        Require(dWeights.Length, Extent(x.Columns, outputs, outputs));
        if (x.Columns == 0 || outputs == 0) return;
        fixed (T* pd = dy, pw = dWeights)
            SparseWeightsCore(x, outputs, pd, pw, accumulate);
    }

    /// <summary>
    /// The weight gradient x^T dy and Adam's step along it in one pass. All weights move, as Adam has it, also those of columns without an element; the bits are those of
    /// <see cref="SparseBackwardWeights"/> and <see cref="AdamStep"/>.
    /// </summary>
    /// <param name="settings">The step.</param>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="outputs">Columns of dy.</param>
    /// <param name="dy">The gradient to x w, [rows, outputs].</param>
    /// <param name="weights">[inputs, outputs], updated.</param>
    /// <param name="firstMoment">[inputs, outputs], updated.</param>
    /// <param name="secondMoment">[inputs, outputs], updated.</param>
    /// <returns>Whether the gradient was finite. Where it was not, some of the weights were not updated and others were.</returns>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public bool SparseBackwardAdam(
        in AdamSettings settings, SparseRows<T> x, int outputs, ReadOnlySpan<T> dy, Span<T> weights, Span<T> firstMoment, Span<T> secondMoment)
    {
        long extent = Extent(x.Columns, outputs, outputs);
        Require(dy.Length, Extent(x.Rows, outputs, outputs));
        Require(weights.Length, extent);
        Require(firstMoment.Length, extent);
        Require(secondMoment.Length, extent);
        if (settings.Step < 1) throw new ArgumentOutOfRangeException(nameof(settings), settings.Step, "Adam's steps count from 1");
        if (extent == 0) return true;
        fixed (T* pd = dy, pw = weights, pm = firstMoment, pv = secondMoment)
            return SparseAdamCore(AdamCoefficients<T>.From(settings), x, outputs, pd, pw, pm, pv);
    }

    private protected abstract void CompressCore(int rows, int columns, T* counts, int conditions, T* condition, SparseRows<T> result);

    private protected abstract void SparseForwardCore(SparseRows<T> x, int outputs, T* weights, T* bias, T* y);

    private protected abstract void SparseWeightsCore(SparseRows<T> x, int outputs, T* dy, T* dWeights, bool accumulate);

    private protected abstract bool SparseAdamCore(in AdamCoefficients<T> settings, SparseRows<T> x, int outputs, T* dy, T* weights, T* first, T* second);
}
