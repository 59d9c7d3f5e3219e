namespace Uncollapse.Tensors.Kernels;

/// <content>Pixels of 256 levels.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>The smallest log-scale: smaller ones count as this.</summary>
    internal const double SmallestLogScale = -7;

    /// <summary>The largest log-scale: larger ones count as this.</summary>
    internal const double LargestLogScale = 40;

    /// <summary>
    /// The log-likelihood of levels under mixtures of logistics cut into 256 bins, log sum_k softmax(l)_k prod_c P(x_c | m_ck, s_ck), and its gradient.
    /// A bin's mass is sigmoid(b) - sigmoid(a) = sigmoid(b) sigmoid(-a) (1 - e^(a - b)) at its ends a and b, whose logarithm needs no case but the two outer bins.
    /// </summary>
    /// <param name="shape">The extents.</param>
    /// <param name="parameters">[examples, positions, parameters]: K logits; then a channel after the other K means and K log-scales; with three channels
    /// then K coefficients each of green in red, blue in red, blue in green (before their tanh). Levels 0 to 255 are at -1 to 1.</param>
    /// <param name="levels">[examples, positions, channels], whole numbers from 0 to 255.</param>
    /// <param name="rowWeights">dL/dlogLikelihood, [examples], or empty for 1.</param>
    /// <param name="logLikelihood">Receives one value an example, in nats, or empty.</param>
    /// <param name="gradient">Receives the gradient to the parameters, or empty.</param>
    /// <exception cref="ShapeException">A span is too short, or the extents are none of a mixture.</exception>
    public void LogisticMixtureLogLikelihood(
        LogisticMixtureShape shape, ReadOnlySpan<T> parameters, ReadOnlySpan<T> levels, ReadOnlySpan<T> rowWeights, Span<T> logLikelihood, Span<T> gradient)
    {
        long rows = (long)shape.Examples * shape.Positions;
        Require(parameters.Length, rows * shape.Parameters);
        Require(levels.Length, rows * shape.Channels);
        RequireOptional(rowWeights.Length, shape.Examples);
        RequireOptional(logLikelihood.Length, shape.Examples);
        RequireOptional(gradient.Length, rows * shape.Parameters);
        fixed (T* pp = parameters, pl = levels, pw = rowWeights, py = logLikelihood, pg = gradient)
            LogisticMixtureCore(shape, pp, pl, pw, py, pg);
    }

    private protected abstract void LogisticMixtureCore(LogisticMixtureShape shape, T* parameters, T* levels, T* rowWeights, T* logLikelihood, T* gradient);
}
