namespace Uncollapse.Tensors.Kernels;

/// <content>The gate of PixelCNN's layers, y = tanh(a) sigmoid(b), over rows that hold a and behind it b.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>y[r, f] = tanh(a[r, f]) sigmoid(a[r, features + f]), with a = x + summand + code of the row's example.</summary>
    /// <param name="examples">Examples.</param>
    /// <param name="pixels">Rows of an example.</param>
    /// <param name="features">Columns of y: half of those of x.</param>
    /// <param name="x">[examples x pixels, 2 features].</param>
    /// <param name="summand">As large as x; empty for none.</param>
    /// <param name="code">[examples, 2 features]; empty for none.</param>
    /// <param name="y">[examples x pixels, features].</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void GatedActivationForward(
        int examples, int pixels, int features, ReadOnlySpan<T> x, ReadOnlySpan<T> summand, ReadOnlySpan<T> code, Span<T> y)
    {
        RequireGate(examples, pixels, features, x.Length, summand.Length, code.Length);
        Require(y.Length, (long)examples * pixels * features);
        fixed (T* px = x, ps = summand, pc = code, py = y)
            GatedActivationCore(GatePass.Forward, examples, pixels, features, px, ps, pc, null, py);
    }

    /// <summary>The gradient to a, and so to x and to the summand, and summed over an example's rows to its code.</summary>
    /// <param name="examples">Examples.</param>
    /// <param name="pixels">Rows of an example.</param>
    /// <param name="features">Columns of y.</param>
    /// <param name="x">As in the forward pass.</param>
    /// <param name="summand">As in the forward pass.</param>
    /// <param name="code">As in the forward pass.</param>
    /// <param name="dy">The gradient to y.</param>
    /// <param name="da">[examples x pixels, 2 features], overwritten.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void GatedActivationBackward(
        int examples, int pixels, int features, ReadOnlySpan<T> x, ReadOnlySpan<T> summand, ReadOnlySpan<T> code, ReadOnlySpan<T> dy, Span<T> da)
    {
        RequireGate(examples, pixels, features, x.Length, summand.Length, code.Length);
        Require(dy.Length, (long)examples * pixels * features);
        Require(da.Length, x.Length);
        fixed (T* px = x, ps = summand, pc = code, pd = dy, pa = da)
            GatedActivationCore(GatePass.Backward, examples, pixels, features, px, ps, pc, pd, pa);
    }

    /// <summary>The tangent of y along a direction of a.</summary>
    /// <param name="examples">Examples.</param>
    /// <param name="pixels">Rows of an example.</param>
    /// <param name="features">Columns of y.</param>
    /// <param name="x">As in the forward pass.</param>
    /// <param name="summand">As in the forward pass.</param>
    /// <param name="code">As in the forward pass.</param>
    /// <param name="direction">a's tangent, [examples x pixels, 2 features].</param>
    /// <param name="tangent">y's tangent, overwritten.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void GatedActivationTangent(
        int examples, int pixels, int features, ReadOnlySpan<T> x, ReadOnlySpan<T> summand, ReadOnlySpan<T> code, ReadOnlySpan<T> direction, Span<T> tangent)
    {
        RequireGate(examples, pixels, features, x.Length, summand.Length, code.Length);
        Require(direction.Length, x.Length);
        Require(tangent.Length, (long)examples * pixels * features);
        fixed (T* px = x, ps = summand, pc = code, pd = direction, pt = tangent)
            GatedActivationCore(GatePass.Tangent, examples, pixels, features, px, ps, pc, pd, pt);
    }

    private static void RequireGate(int examples, int pixels, int features, int x, int summand, int code)
    {
        if (examples < 0 || pixels < 0 || features < 0)
            throw new ShapeException(nameof(GatedActivationForward), $"expected extents of zero or more, found {examples} x {pixels} x {features}");

        long size = 2L * examples * pixels * features;
        if (x != size)
            throw new ShapeException(nameof(GatedActivationForward), $"expected {size} values, found {x}");
        RequireOptional(summand, size);
        RequireOptional(code, 2L * examples * features);
    }

    private protected abstract void GatedActivationCore(
        GatePass pass, int examples, int pixels, int features, T* x, T* summand, T* code, T* direction, T* result);
}
