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

    /// <summary>
    /// A linear layer's weight gradient x^T dy and Adam's step along it in one pass: the gradient never leaves the registers' neighbourhood, and
    /// the weights and moments arrive while it is summed. The bits are those of <see cref="LinearBackwardWeights"/> and
    /// <see cref="AdamStep"/>.
    /// </summary>
    /// <param name="settings">The step.</param>
    /// <param name="rows">Examples.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="outputs">Columns of dy.</param>
    /// <param name="x">The layer's inputs.</param>
    /// <param name="dy">The gradient to x w + bias.</param>
    /// <param name="weights">[inputs, outputs], updated.</param>
    /// <param name="firstMoment">[inputs, outputs], updated.</param>
    /// <param name="secondMoment">[inputs, outputs], updated.</param>
    /// <returns>Whether the gradient was finite. Where it was not, some of the weights were not updated and others were.</returns>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public bool LinearBackwardAdam(
        in AdamSettings settings, int rows, int inputs, int outputs, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> weights, Span<T> firstMoment, Span<T> secondMoment)
    {
        long extent = Extent(inputs, outputs, outputs);
        Require(x.Length, Extent(rows, inputs, inputs));
        Require(dy.Length, Extent(rows, outputs, outputs));
        Require(weights.Length, extent);
        Require(firstMoment.Length, extent);
        Require(secondMoment.Length, extent);
        if (settings.Step < 1) throw new ArgumentOutOfRangeException(nameof(settings), settings.Step, "Adam's steps count from 1");
        if (extent == 0) return true;
        fixed (T* px = x, pdy = dy, pw = weights, pm = firstMoment, pv = secondMoment)
            return LinearAdamCore(AdamCoefficients<T>.From(settings), rows, inputs, outputs, px, pdy, pw, pm, pv);
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

    private protected abstract bool LinearAdamCore(
        in AdamCoefficients<T> settings, int rows, int inputs, int outputs, T* x, T* dy, T* weights, T* first, T* second);

    private protected abstract void SgdCore(in SgdSettings settings, int length, T* parameter, T* gradient, T* velocity);
}
