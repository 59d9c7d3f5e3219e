namespace Uncollapse.Tensors.Kernels;

/// <content>The pieces of a variational autoencoder's loss, each forward and backward in as few passes as there can be.</content>
/// <remarks>
/// A posterior's mean and log-variance are [rows, units] with rows <c>stride</c> elements apart, so that both may be halves of
/// one layer's [rows, 2 units] output (stride 2 units, the second span starting at <c>units</c>).
/// </remarks>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>z = mean + exp(logVariance / 2) noise (Kingma and Welling 2014).</summary>
    /// <param name="rows">Examples.</param>
    /// <param name="units">Latent units.</param>
    /// <param name="mean">The posterior's means, strided.</param>
    /// <param name="logVariance">The posterior's log-variances, strided.</param>
    /// <param name="stride">Elements between rows of mean and logVariance.</param>
    /// <param name="noise">Standard normal, [rows, units].</param>
    /// <param name="z">The sample, [rows, units].</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void Reparameterise(int rows, int units, ReadOnlySpan<T> mean, ReadOnlySpan<T> logVariance, int stride, ReadOnlySpan<T> noise, Span<T> z)
    {
        long extent = Extent(rows, units, stride);
        Require(mean.Length, extent);
        Require(logVariance.Length, extent);
        Require(noise.Length, (long)rows * units);
        Require(z.Length, (long)rows * units);
        fixed (T* pm = mean, pl = logVariance, pe = noise, pz = z) ReparameteriseCore(rows, units, pm, pl, stride, pe, pz);
    }

    /// <summary>dMean += dz; dLogVariance += dz noise exp(logVariance / 2) / 2 (or = where not accumulating).</summary>
    /// <param name="rows">Examples.</param>
    /// <param name="units">Latent units.</param>
    /// <param name="logVariance">The posterior's log-variances, strided.</param>
    /// <param name="stride">Elements between rows of logVariance, dMean and dLogVariance.</param>
    /// <param name="noise">The noise of the forward pass, [rows, units].</param>
    /// <param name="dz">The gradient to z, [rows, units].</param>
    /// <param name="dMean">The gradient to mean, strided.</param>
    /// <param name="dLogVariance">The gradient to logVariance, strided.</param>
    /// <param name="accumulate">Whether to add.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void ReparameteriseBackward(
        int rows, int units, ReadOnlySpan<T> logVariance, int stride, ReadOnlySpan<T> noise, ReadOnlySpan<T> dz, Span<T> dMean, Span<T> dLogVariance, bool accumulate)
    {
        long extent = Extent(rows, units, stride);
        Require(logVariance.Length, extent);
        Require(noise.Length, (long)rows * units);
        Require(dz.Length, (long)rows * units);
        Require(dMean.Length, extent);
        Require(dLogVariance.Length, extent);
        fixed (T* pl = logVariance, pe = noise, pz = dz, pdm = dMean, pdl = dLogVariance)
            ReparameteriseBackwardCore(rows, units, pl, stride, pe, pz, pdm, pdl, accumulate);
    }

    /// <summary>KL(N(mean, exp(logVariance)) || N(0, 1)) = (mean^2 + exp(logVariance) - 1 - logVariance) / 2 in nats, summed over each row and over each column.</summary>
    /// <param name="rows">Examples.</param>
    /// <param name="units">Latent units.</param>
    /// <param name="mean">The posterior's means, strided.</param>
    /// <param name="logVariance">The posterior's log-variances, strided.</param>
    /// <param name="stride">Elements between rows of mean and logVariance.</param>
    /// <param name="rowSums">Receives each example's sum over units; may be empty.</param>
    /// <param name="unitSums">Receives each unit's sum over examples; may be empty.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void GaussianKl(int rows, int units, ReadOnlySpan<T> mean, ReadOnlySpan<T> logVariance, int stride, Span<T> rowSums, Span<T> unitSums)
    {
        long extent = Extent(rows, units, stride);
        Require(mean.Length, extent);
        Require(logVariance.Length, extent);
        RequireOptional(rowSums.Length, rows);
        RequireOptional(unitSums.Length, units);
        fixed (T* pm = mean, pl = logVariance, pr = rowSums, pu = unitSums) GaussianKlCore(rows, units, pm, pl, stride, pr, pu);
    }

    /// <summary>dMean += w mean; dLogVariance += w (exp(logVariance) - 1) / 2 with w = rowWeights[row] unitWeights[unit] (or = where not accumulating).</summary>
    /// <param name="rows">Examples.</param>
    /// <param name="units">Latent units.</param>
    /// <param name="mean">The posterior's means, strided.</param>
    /// <param name="logVariance">The posterior's log-variances, strided.</param>
    /// <param name="stride">Elements between rows of mean, logVariance and their gradients.</param>
    /// <param name="rowWeights">The gradient to each row's sum; empty for ones.</param>
    /// <param name="unitWeights">The gradient to each unit's sum; empty for ones.</param>
    /// <param name="dMean">The gradient to mean, strided.</param>
    /// <param name="dLogVariance">The gradient to logVariance, strided.</param>
    /// <param name="accumulate">Whether to add.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void GaussianKlBackward(
        int rows, int units, ReadOnlySpan<T> mean, ReadOnlySpan<T> logVariance, int stride, ReadOnlySpan<T> rowWeights, ReadOnlySpan<T> unitWeights, Span<T> dMean, Span<T> dLogVariance, bool accumulate)
    {
        long extent = Extent(rows, units, stride);
        Require(mean.Length, extent);
        Require(logVariance.Length, extent);
        RequireOptional(rowWeights.Length, rows);
        RequireOptional(unitWeights.Length, units);
        Require(dMean.Length, extent);
        Require(dLogVariance.Length, extent);
        fixed (T* pm = mean, pl = logVariance, pr = rowWeights, pu = unitWeights, pdm = dMean, pdl = dLogVariance)
            GaussianKlBackwardCore(rows, units, pm, pl, stride, pr, pu, pdm, pdl, accumulate);
    }

    /// <summary>
    /// Bernoulli log-likelihood from logits, sum over columns of t l - log(1 + e^l) in nats, and in the same pass its gradient
    /// dLogits = w (t - sigmoid(l)) with w = rowWeights[row].
    /// </summary>
    /// <param name="rows">Examples.</param>
    /// <param name="columns">Outputs.</param>
    /// <param name="logits">[rows, columns].</param>
    /// <param name="targets">[rows, columns], in [0, 1].</param>
    /// <param name="rowWeights">The gradient to each row's sum; empty for ones.</param>
    /// <param name="logLikelihood">Receives each row's sum; may be empty.</param>
    /// <param name="dLogits">Receives (overwritten) the gradient; may be empty; may be logits.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void BernoulliLogLikelihood(
        int rows, int columns, ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, ReadOnlySpan<T> rowWeights, Span<T> logLikelihood, Span<T> dLogits)
    {
        long extent = Extent(rows, columns, columns);
        Require(logits.Length, extent);
        Require(targets.Length, extent);
        RequireOptional(rowWeights.Length, rows);
        RequireOptional(logLikelihood.Length, rows);
        RequireOptional(dLogits.Length, extent);
        fixed (T* pl = logits, pt = targets, pw = rowWeights, pr = logLikelihood, pd = dLogits)
            BernoulliCore(rows, columns, pl, pt, pw, pr, pd);
    }

    /// <summary>
    /// Continuous Bernoulli log-likelihood (Loaiza-Ganem and Cunningham 2019): the Bernoulli's plus the log normaliser
    /// log(l / tanh(l / 2)) a column (log 2 at l = 0), and in the same pass its gradient.
    /// </summary>
    /// <param name="rows">Examples.</param>
    /// <param name="columns">Outputs.</param>
    /// <param name="logits">[rows, columns].</param>
    /// <param name="targets">[rows, columns], in [0, 1].</param>
    /// <param name="rowWeights">The gradient to each row's sum; empty for ones.</param>
    /// <param name="logLikelihood">Receives each row's sum; may be empty.</param>
    /// <param name="dLogits">Receives (overwritten) the gradient; may be empty; may be logits.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void ContinuousBernoulliLogLikelihood(
        int rows, int columns, ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, ReadOnlySpan<T> rowWeights, Span<T> logLikelihood, Span<T> dLogits)
    {
        long extent = Extent(rows, columns, columns);
        Require(logits.Length, extent);
        Require(targets.Length, extent);
        RequireOptional(rowWeights.Length, rows);
        RequireOptional(logLikelihood.Length, rows);
        RequireOptional(dLogits.Length, extent);
        fixed (T* pl = logits, pt = targets, pw = rowWeights, pr = logLikelihood, pd = dLogits)
            ContinuousBernoulliCore(rows, columns, pl, pt, pw, pr, pd);
    }

    /// <summary>
    /// Gaussian log-likelihood, sum over columns of -(log 2 pi + v + (t - mean)^2 e^-v) / 2 in nats with v = logVariance, and in the
    /// same pass the gradients dMean = w (t - mean) e^-v and dLogVariance = w ((t - mean)^2 e^-v - 1) / 2, the latter summed to
    /// logVariance's own shape.
    /// </summary>
    /// <param name="rows">Examples.</param>
    /// <param name="columns">Outputs.</param>
    /// <param name="mean">[rows, columns].</param>
    /// <param name="targets">[rows, columns].</param>
    /// <param name="shape">The shape of logVariance and dLogVariance.</param>
    /// <param name="logVariance">One, one a column, or [rows, columns].</param>
    /// <param name="rowWeights">The gradient to each row's sum; empty for ones.</param>
    /// <param name="logLikelihood">Receives each row's sum; may be empty.</param>
    /// <param name="dMean">Receives (overwritten) the gradient to mean; may be empty; may be mean.</param>
    /// <param name="dLogVariance">Receives (overwritten) the gradient to logVariance; may be empty.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void GaussianLogLikelihood(
        int rows, int columns, ReadOnlySpan<T> mean, ReadOnlySpan<T> targets, VarianceShape shape, ReadOnlySpan<T> logVariance, ReadOnlySpan<T> rowWeights, Span<T> logLikelihood, Span<T> dMean, Span<T> dLogVariance)
    {
        long extent = Extent(rows, columns, columns);
        long variances = shape switch { VarianceShape.Scalar => 1, VarianceShape.PerColumn => columns, _ => extent };
        Require(mean.Length, extent);
        Require(targets.Length, extent);
        Require(logVariance.Length, variances);
        RequireOptional(rowWeights.Length, rows);
        RequireOptional(logLikelihood.Length, rows);
        RequireOptional(dMean.Length, extent);
        RequireOptional(dLogVariance.Length, variances);
        fixed (T* pm = mean, pt = targets, pv = logVariance, pw = rowWeights, pr = logLikelihood, pdm = dMean, pdv = dLogVariance)
            GaussianCore(rows, columns, pm, pt, shape, pv, pw, pr, pdm, pdv);
    }

    private protected abstract void ReparameteriseCore(int rows, int units, T* mean, T* logVariance, int stride, T* noise, T* z);

    private protected abstract void ReparameteriseBackwardCore(
        int rows, int units, T* logVariance, int stride, T* noise, T* dz, T* dMean, T* dLogVariance, bool accumulate);

    private protected abstract void GaussianKlCore(int rows, int units, T* mean, T* logVariance, int stride, T* rowSums, T* unitSums);

    private protected abstract void GaussianKlBackwardCore(
        int rows, int units, T* mean, T* logVariance, int stride, T* rowWeights, T* unitWeights, T* dMean, T* dLogVariance, bool accumulate);

    private protected abstract void BernoulliCore(int rows, int columns, T* logits, T* targets, T* rowWeights, T* logLikelihood, T* dLogits);

    private protected abstract void ContinuousBernoulliCore(
        int rows, int columns, T* logits, T* targets, T* rowWeights, T* logLikelihood, T* dLogits);

    private protected abstract void GaussianCore(
        int rows, int columns, T* mean, T* targets, VarianceShape shape, T* logVariance, T* rowWeights, T* logLikelihood, T* dMean, T* dLogVariance);
}
