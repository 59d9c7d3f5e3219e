namespace Uncollapse.Tensors.Kernels;

/// <content>Likelihoods of counts.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>
    /// The log-likelihood of counts, logLikelihood[n] = sum over d of log p(counts[n, d]), with shares rho = softmax(logits[n]) and means e^logSizes[n] rho, normalisers
    /// and factorials included; and its gradients. Gradients to a shared dispersion are summed over the rows.
    /// </summary>
    /// <param name="shape">The family and the extents.</param>
    /// <param name="logits">[rows, columns].</param>
    /// <param name="counts">Whole numbers of at least 0, [rows, columns].</param>
    /// <param name="logSizes">log s, [rows], -infinity for an example that can hold nothing; empty for the multinomials.</param>
    /// <param name="logTheta">log theta, <see cref="CountShape.ThetaCount"/>.</param>
    /// <param name="zeroLogits">[rows, columns] for the zero-inflated family, else empty.</param>
    /// <param name="rowWeights">dL/dlogLikelihood, [rows], or empty for 1.</param>
    /// <param name="logLikelihood">Receives one value a row, or empty.</param>
    /// <param name="dLogits">Receives the gradient, or empty.</param>
    /// <param name="dLogSizes">Receives the gradient, or empty.</param>
    /// <param name="dLogTheta">Receives the gradient, or empty.</param>
    /// <param name="dZeroLogits">Receives the gradient, or empty.</param>
    /// <exception cref="ShapeException">A span is too short, a dispersion's shape is not the family's, or a count is negative or no whole number.</exception>
    public void CountLogLikelihood(
        in CountShape shape,
        ReadOnlySpan<T> logits,
        ReadOnlySpan<T> counts,
        ReadOnlySpan<T> logSizes,
        ReadOnlySpan<T> logTheta,
        ReadOnlySpan<T> zeroLogits,
        ReadOnlySpan<T> rowWeights,
        Span<T> logLikelihood,
        Span<T> dLogits,
        Span<T> dLogSizes,
        Span<T> dLogTheta,
        Span<T> dZeroLogits)
    {
        if (shape.HasTheta && (shape.Theta == VarianceShape.Scalar) != (shape.Family == CountFamily.DirichletMultinomial))
            throw new ShapeException(nameof(CountLogLikelihood), $"{shape.Family} with {shape.Theta} dispersion");

        long extent = Extent(shape.Rows, shape.Columns, shape.Columns);
        Require(logits.Length, extent);
        Require(counts.Length, extent);
        Require(logSizes.Length, shape.HasSize ? shape.Rows : 0);
        Require(logTheta.Length, shape.ThetaCount);
        Require(zeroLogits.Length, shape.HasZeros ? extent : 0);
        RequireOptional(rowWeights.Length, shape.Rows);
        RequireOptional(logLikelihood.Length, shape.Rows);
        RequireOptional(dLogits.Length, extent);
        RequireOptional(dLogSizes.Length, shape.Rows);
        RequireOptional(dLogTheta.Length, shape.ThetaCount);
        RequireOptional(dZeroLogits.Length, extent);
        fixed (T* pl = logits, pc = counts, ps = logSizes, pt = logTheta, pz = zeroLogits, pw = rowWeights)
        fixed (T* py = logLikelihood, pdl = dLogits, pds = dLogSizes, pdt = dLogTheta, pdz = dZeroLogits)
        {
            var arguments = new CountArguments<T>
            {
                Shape = shape, Logits = pl, Counts = pc, LogSizes = ps, LogTheta = pt, ZeroLogits = pz, RowWeights = pw, LogLikelihood = py,
                LogitsGradient = pdl, LogSizesGradient = pds, LogThetaGradient = pdt, ZeroLogitsGradient = pdz,
            };
            int strange = CountCore(in arguments);
            if (strange < 0) return;
            throw new ShapeException(nameof(CountLogLikelihood), $"expected counts, whole numbers of at least 0, found another in row {strange}");
        }
    }

    /// <summary>Returns the first row with what is no count, or -1.</summary>
    private protected abstract int CountCore(in CountArguments<T> arguments);
}
