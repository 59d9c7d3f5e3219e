namespace Uncollapse.Tensors.Kernels;

/// <content>Matrix products and the linear layer.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>C[m,n] = A B, or C += A B, with dense rows.</summary>
    /// <param name="kind">How A and B are stored.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">The length of the sums; C becomes 0 (or stays) where it is 0.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="c">The result, apart from a and b.</param>
    /// <param name="accumulate">Whether to add to C.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void Multiply(ProductKind kind, int m, int n, int k, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, bool accumulate = false) =>
        Multiply(
            kind, m, n, k, a, kind == ProductKind.LeftTransposed ? m : k, b, kind == ProductKind.RightTransposed ? k : n, c, n, accumulate);

    /// <summary>C[m,n] = A B, or C += A B, with rows of A, B and C the given numbers of elements apart.</summary>
    /// <param name="kind">How A and B are stored.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">The length of the sums.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="strideA">Elements between rows of the stored A.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="strideB">Elements between rows of the stored B.</param>
    /// <param name="c">The result, apart from a and b.</param>
    /// <param name="strideC">Elements between rows of C.</param>
    /// <param name="accumulate">Whether to add to C.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void Multiply(
        ProductKind kind, int m, int n, int k, ReadOnlySpan<T> a, int strideA, ReadOnlySpan<T> b, int strideB, Span<T> c, int strideC, bool accumulate)
    {
        Require(a.Length, kind == ProductKind.LeftTransposed ? Extent(k, m, strideA) : Extent(m, k, strideA));
        Require(b.Length, kind == ProductKind.RightTransposed ? Extent(n, k, strideB) : Extent(k, n, strideB));
        Require(c.Length, Extent(m, n, strideC));
        if (m == 0 || n == 0) return;
        fixed (T* pa = a, pb = b, pc = c)
            MultiplyCore(kind, m, n, k, pa, strideA, pb, strideB, pc, strideC, accumulate);
    }

    /// <summary>y[rows, outputs] = f(x[rows, inputs] w[inputs, outputs] + bias).</summary>
    /// <param name="rows">Examples.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="outputs">Columns of y.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="weights">The weights, [inputs, outputs].</param>
    /// <param name="bias">One an output, or empty for none.</param>
    /// <param name="activation">f.</param>
    /// <param name="y">The outputs.</param>
    /// <param name="preactivation">Receives x w + bias, or empty where it is not wanted; may not be y.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void LinearForward(
        int rows, int inputs, int outputs, ReadOnlySpan<T> x, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Activation activation, Span<T> y, Span<T> preactivation)
    {
        Require(x.Length, Extent(rows, inputs, inputs));
        Require(weights.Length, Extent(inputs, outputs, outputs));
        RequireOptional(bias.Length, outputs);
        Require(y.Length, Extent(rows, outputs, outputs));
        RequireOptional(preactivation.Length, (long)rows * outputs);
        if (rows == 0 || outputs == 0) return;
        fixed (T* px = x, pw = weights, pb = bias, py = y, pp = preactivation)
            LinearForwardCore(rows, inputs, outputs, px, pw, pb, activation, py, pp);
    }

    /// <summary>dx[rows, inputs] = (dy w^T) f'(state), or dx += that: the gradient to a layer's input, through the activation that made that input.</summary>
    /// <param name="rows">Examples.</param>
    /// <param name="inputs">Columns of dx.</param>
    /// <param name="outputs">Columns of dy.</param>
    /// <param name="dy">The gradient to x w + bias.</param>
    /// <param name="weights">The weights, [inputs, outputs].</param>
    /// <param name="dx">The result.</param>
    /// <param name="accumulate">Whether to add to dx.</param>
    /// <param name="activation">f; Identity for the bare product.</param>
    /// <param name="state">What f' is computed from (<see cref="ActivationExtensions.UsesPreactivation"/>), [rows, inputs]; empty for Identity.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void LinearBackwardInput(
        int rows, int inputs, int outputs, ReadOnlySpan<T> dy, ReadOnlySpan<T> weights, Span<T> dx, bool accumulate, Activation activation = Activation.Identity, ReadOnlySpan<T> state = default)
    {
        Require(dy.Length, Extent(rows, outputs, outputs));
        Require(weights.Length, Extent(inputs, outputs, outputs));
        Require(dx.Length, Extent(rows, inputs, inputs));
        if (activation != Activation.Identity) Require(state.Length, (long)rows * inputs);
        if (rows == 0 || inputs == 0) return;
        fixed (T* pdy = dy, pw = weights, pdx = dx, ps = state)
            LinearBackwardInputCore(rows, inputs, outputs, pdy, pw, pdx, accumulate, activation, ps);
    }

    /// <summary>dw[inputs, outputs] = x^T dy, or dw += that; and the bias gradient, dy's column sums, where wanted.</summary>
    /// <param name="rows">Examples.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="outputs">Columns of dy.</param>
    /// <param name="x">The layer's inputs.</param>
    /// <param name="dy">The gradient to x w + bias.</param>
    /// <param name="dWeights">The weights' gradient.</param>
    /// <param name="dBias">The bias' gradient, or empty.</param>
    /// <param name="accumulate">Whether to add to dWeights and dBias.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void LinearBackwardWeights(
        int rows, int inputs, int outputs, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dWeights, Span<T> dBias, bool accumulate)
    {
        Require(x.Length, Extent(rows, inputs, inputs));
        Require(dy.Length, Extent(rows, outputs, outputs));
        Require(dWeights.Length, Extent(inputs, outputs, outputs));
        RequireOptional(dBias.Length, outputs);
        fixed (T* px = x, pdy = dy, pdw = dWeights, pdb = dBias)
        {
            if (inputs > 0 && outputs > 0)
                MultiplyCore(ProductKind.LeftTransposed, inputs, outputs, rows, px, inputs, pdy, outputs, pdw, outputs, accumulate);
            if (pdb is not null) ColumnSumsCore(rows, outputs, pdy, pdb, accumulate);
        }
    }

    private protected abstract void MultiplyCore(
        ProductKind kind, int m, int n, int k, T* a, int strideA, T* b, int strideB, T* c, int strideC, bool accumulate);

    private protected abstract void LinearForwardCore(
        int rows, int inputs, int outputs, T* x, T* weights, T* bias, Activation activation, T* y, T* preactivation);

    private protected abstract void LinearBackwardInputCore(
        int rows, int inputs, int outputs, T* dy, T* weights, T* dx, bool accumulate, Activation activation, T* state);
}
