namespace Uncollapse.Tensors.Kernels;

/// <content>Tokens and levels: looking them up, and their log-likelihoods.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>destination[r, :] = sum over i with indices[i] = r of source[i, :], or += that, in the order of i whoever does it.</summary>
    /// <param name="rows">Rows of the destination.</param>
    /// <param name="columns">Columns of both.</param>
    /// <param name="source">[indices, columns].</param>
    /// <param name="indices">Where each row goes, below rows.</param>
    /// <param name="destination">[rows, columns].</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    /// <exception cref="ShapeException">A span is too short or an index not below rows.</exception>
    public void ScatterRows(int rows, int columns, ReadOnlySpan<T> source, ReadOnlySpan<int> indices, Span<T> destination, bool accumulate = false)
    {
        Require(source.Length, Extent(indices.Length, columns, columns));
        Require(destination.Length, Extent(rows, columns, columns));
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)rows) throw new ShapeException(nameof(ScatterRows), $"index {index} is not one of {rows} rows");
        }
        fixed (T* ps = source, pd = destination)
        fixed (int* pi = indices)
            ScatterRowsCore(rows, columns, ps, indices.Length, pi, pd, accumulate);
    }

    /// <summary>The categorical log-likelihood: logLikelihood[n] = sum over k of log softmax(logits[n, k, :])[targets[n, k]], and its gradient.</summary>
    /// <param name="examples">n.</param>
    /// <param name="positions">k.</param>
    /// <param name="classes">The logits of a position.</param>
    /// <param name="logits">[examples, positions, classes].</param>
    /// <param name="targets">[examples, positions]; a negative one counts for nothing.</param>
    /// <param name="rowWeights">dL/dlogLikelihood, [examples], or empty for 1.</param>
    /// <param name="logLikelihood">Receives one value an example, or empty.</param>
    /// <param name="dLogits">Receives the gradient, or empty.</param>
    /// <exception cref="ShapeException">A span is too short or a target not below classes.</exception>
    public void CategoricalLogLikelihood(
        int examples, int positions, int classes, ReadOnlySpan<T> logits, ReadOnlySpan<int> targets, ReadOnlySpan<T> rowWeights, Span<T> logLikelihood, Span<T> dLogits)
    {
        long rows = (long)examples * positions;
        Require(logits.Length, rows * classes);
        Require(targets.Length, rows);
        RequireOptional(rowWeights.Length, examples);
        RequireOptional(logLikelihood.Length, examples);
        RequireOptional(dLogits.Length, rows * classes);
        foreach (int target in targets[..(int)rows])
        {
            if (target >= classes) throw new ShapeException(nameof(CategoricalLogLikelihood), $"target {target} is not one of {classes} classes");
        }
        fixed (T* pl = logits, pw = rowWeights, py = logLikelihood, pd = dLogits)
        fixed (int* pt = targets)
            CategoricalCore(examples, positions, classes, pl, pt, pw, py, pd);
    }

    private protected abstract void ScatterRowsCore(int rows, int columns, T* source, int count, int* indices, T* destination, bool accumulate);

    private protected abstract void CategoricalCore(
        int examples, int positions, int classes, T* logits, int* targets, T* rowWeights, T* logLikelihood, T* dLogits);
}
