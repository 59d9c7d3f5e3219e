namespace Uncollapse.Tensors.Kernels;

/// <content>Group normalisation of images with channels last.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>y = scale (x - m) / sqrt(v + epsilon) + shift, with the mean m and biased variance v over all positions and the channels of a group of each
    /// example.</summary>
    /// <param name="examples">Examples.</param>
    /// <param name="positions">Pixels of an example.</param>
    /// <param name="channels">Values of a pixel; a multiple of the groups.</param>
    /// <param name="groups">Runs of channels.</param>
    /// <param name="x">[examples, positions, channels].</param>
    /// <param name="scale">One a channel.</param>
    /// <param name="shift">One a channel.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">The result.</param>
    /// <param name="mean">Receives m, [examples, groups].</param>
    /// <param name="inverse">Receives 1 / sqrt(v + epsilon), [examples, groups].</param>
    /// <exception cref="ShapeException">A span is too short, or the groups do not divide the channels.</exception>
    public void GroupNormForward(
        int examples, int positions, int channels, int groups, ReadOnlySpan<T> x, ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, double epsilon, Span<T> y, Span<T> mean, Span<T> inverse)
    {
        RequireGroups(examples, positions, channels, groups, x.Length, scale.Length, mean.Length, inverse.Length);
        Require(shift.Length, channels);
        Require(y.Length, (long)examples * positions * channels);
        fixed (T* px = x, ps = scale, pt = shift, py = y, pm = mean, pi = inverse)
            GroupNormForwardCore(examples, positions, channels, groups, px, ps, pt, epsilon, py, pm, pi);
    }

    /// <summary>With u = (x - m) / sqrt(v + epsilon) and d = dy scale, means over a group: dx = (d - mean(d) - u mean(d u)) / sqrt(v + epsilon); and each
    /// example's shares of the parameters' gradients, sum of dy u and sum of dy over positions.</summary>
    /// <param name="examples">Examples.</param>
    /// <param name="positions">Pixels of an example.</param>
    /// <param name="channels">Values of a pixel.</param>
    /// <param name="groups">Runs of channels.</param>
    /// <param name="x">[examples, positions, channels].</param>
    /// <param name="dy">The gradient by y.</param>
    /// <param name="scale">One a channel.</param>
    /// <param name="mean">m, from the forward pass.</param>
    /// <param name="inverse">1 / sqrt(v + epsilon), from the forward pass.</param>
    /// <param name="dx">Receives the gradient by x, or empty; may be dy.</param>
    /// <param name="dScale">Receives [examples, channels].</param>
    /// <param name="dShift">Receives [examples, channels].</param>
    /// <exception cref="ShapeException">A span is too short, or the groups do not divide the channels.</exception>
    public void GroupNormBackward(
        int examples, int positions, int channels, int groups, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, ReadOnlySpan<T> scale, ReadOnlySpan<T> mean, ReadOnlySpan<T> inverse, Span<T> dx, Span<T> dScale, Span<T> dShift)
    {
        RequireGroups(examples, positions, channels, groups, x.Length, scale.Length, mean.Length, inverse.Length);
        Require(dy.Length, (long)examples * positions * channels);
        RequireOptional(dx.Length, (long)examples * positions * channels);
        Require(dScale.Length, (long)examples * channels);
        Require(dShift.Length, (long)examples * channels);
        fixed (T* px = x, pdy = dy, ps = scale, pm = mean, pi = inverse, pdx = dx, pds = dScale, pdt = dShift)
            GroupNormBackwardCore(examples, positions, channels, groups, px, pdy, ps, pm, pi, pdx, pds, pdt);
    }

    private protected abstract void GroupNormForwardCore(
        int examples, int positions, int channels, int groups, T* x, T* scale, T* shift, double epsilon, T* y, T* mean, T* inverse);

    private protected abstract void GroupNormBackwardCore(
        int examples, int positions, int channels, int groups, T* x, T* dy, T* scale, T* mean, T* inverse, T* dx, T* dScale, T* dShift);

    private static void RequireGroups(int examples, int positions, int channels, int groups, int x, int scale, int mean, int inverse)
    {
        if (groups < 1 || channels % groups != 0) throw new ShapeException("group norm", $"{channels} channels cannot be cut into {groups} equal groups");
        Require(x, Extent(examples, positions * channels, positions * channels));
        Require(scale, channels);
        Require(mean, (long)examples * groups);
        Require(inverse, (long)examples * groups);
    }
}
