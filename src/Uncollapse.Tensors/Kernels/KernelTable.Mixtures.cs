namespace Uncollapse.Tensors.Kernels;

/// <content>Sums over the components of a mixture: what mutual information costs.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>
    /// results[p] = log sum over m != excluded[p] of exp(logWeights[m] - |u|^2 / 2) with u_j = points[p, j] inverseDeviations[m, j] -
    /// scaledMeans[m, j]: the log-density of a mixture of diagonal Gaussians, in a streaming log-sum-exp.
    /// </summary>
    /// <param name="points">Points P.</param>
    /// <param name="components">Components M.</param>
    /// <param name="units">Dimensions.</param>
    /// <param name="codes">The points, [points, units]; of moderate size beside the deviations, or their rounding shows.</param>
    /// <param name="inverseDeviations">1 / s, [components, units].</param>
    /// <param name="scaledMeans">mean / s, [components, units].</param>
    /// <param name="logWeights">The log of each component's factor, normaliser included, above -1e29.</param>
    /// <param name="excluded">For each point a component to leave out, or -1.</param>
    /// <param name="results">One a point; -infinity or close to -1e30 where no component is left.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void GaussianLogSums(
        int points, int components, int units, ReadOnlySpan<T> codes, ReadOnlySpan<T> inverseDeviations, ReadOnlySpan<T> scaledMeans, ReadOnlySpan<T> logWeights, ReadOnlySpan<int> excluded, Span<double> results)
    {
        Require(codes.Length, Extent(points, units, units));
        Require(inverseDeviations.Length, Extent(components, units, units));
        Require(scaledMeans.Length, (long)components * units);
        Require(logWeights.Length, components);
        Require(excluded.Length, points);
        Require(results.Length, points);
        fixed (T* pc = codes, pi = inverseDeviations, pm = scaledMeans, pw = logWeights)
        fixed (int* pe = excluded)
        fixed (double* pr = results)
            GaussianLogSumsCore(points, components, units, pc, pi, pm, pw, pe, pr);
    }

    private protected abstract void GaussianLogSumsCore(
        int points, int components, int units, T* codes, T* inverseDeviations, T* scaledMeans, T* logWeights, int* excluded, double* results);
}
