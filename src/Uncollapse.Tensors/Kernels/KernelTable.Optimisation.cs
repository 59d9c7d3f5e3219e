namespace Uncollapse.Tensors.Kernels;

/// <content>An optimiser's step over one parameter.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>One fused step of Adam or AdamW.</summary>
    /// <param name="settings">The step.</param>
    /// <param name="rows">Rows of the parameter (1 for a vector): with columns, only how threads share the work, so that each core keeps its own columns.</param>
    /// <param name="columns">Columns of the parameter.</param>
    /// <param name="parameter">[rows, columns], updated.</param>
    /// <param name="gradient">[rows, columns].</param>
    /// <param name="firstMoment">[rows, columns], updated; zeros before the first step.</param>
    /// <param name="secondMoment">[rows, columns], updated; zeros before the first step.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void AdamStep(
        in AdamSettings settings, int rows, int columns, Span<T> parameter, ReadOnlySpan<T> gradient, Span<T> firstMoment, Span<T> secondMoment)
    {
        long extent = Extent(rows, columns, columns);
        Require(parameter.Length, extent);
        Require(gradient.Length, extent);
        Require(firstMoment.Length, extent);
        Require(secondMoment.Length, extent);
        if (settings.Step < 1) throw new ArgumentOutOfRangeException(nameof(settings), settings.Step, "Adam's steps count from 1");
        fixed (T* pp = parameter, pg = gradient, pm = firstMoment, pv = secondMoment)
            AdamCore(AdamCoefficients<T>.From(settings), rows, columns, pp, pg, pm, pv);
    }

    /// <summary>One fused step of gradient descent with momentum.</summary>
    /// <param name="settings">The step.</param>
    /// <param name="parameter">Updated.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="velocity">Updated; zeros before the first step; may be empty where momentum is 0.</param>
    /// <exception cref="ShapeException">A span is shorter than parameter.</exception>
    public void SgdStep(in SgdSettings settings, Span<T> parameter, ReadOnlySpan<T> gradient, Span<T> velocity)
    {
        Require(gradient.Length, parameter.Length);
        if (settings.Momentum != 0) Require(velocity.Length, parameter.Length);
        fixed (T* pp = parameter, pg = gradient, pv = velocity)
            SgdCore(settings, parameter.Length, pp, pg, settings.Momentum != 0 ? pv : null);
    }

    private protected abstract void AdamCore(in AdamCoefficients<T> settings, int rows, int columns, T* parameter, T* gradient, T* first, T* second);

    private protected abstract void SgdCore(in SgdSettings settings, int length, T* parameter, T* gradient, T* velocity);
}
