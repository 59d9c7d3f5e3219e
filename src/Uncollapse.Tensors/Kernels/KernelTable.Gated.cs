namespace Uncollapse.Tensors.Kernels;

/// <content>Gated recurrent units over whole padded sequences.</content>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>
    /// The gated recurrent unit in PyTorch's form, with (u_r, u_z, q) = h W + bias and (p_r, p_z, p_n) = projection: r = sigmoid(p_r + u_r);
    /// z = sigmoid(p_z + u_z); n = tanh(p_n + r q); h = (1 - z) n + z h.
    /// </summary>
    /// <param name="shape">Extents and direction.</param>
    /// <param name="projection">x W_x + b, [examples, time, 3 units], gates in the order r, z, n.</param>
    /// <param name="weights">W, [units, 3 units].</param>
    /// <param name="bias">The recurrent bias, [3 units], or empty for 0.</param>
    /// <param name="initialState">h before the first step, [examples, units], or empty for 0.</param>
    /// <param name="lengths">Real steps of each example, or empty where all are.</param>
    /// <param name="states">Receives h, [examples, time, units]; 0 at padding.</param>
    /// <param name="gates">Receives r, z, n, q, [examples, time, 4 units], or empty where no derivative follows.</param>
    /// <param name="previousStates">Receives the h each step came from, [examples, time, units]; empty with gates.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void GruForward(
        RecurrentShape shape, ReadOnlySpan<T> projection, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, ReadOnlySpan<T> initialState, ReadOnlySpan<int> lengths, Span<T> states, Span<T> gates, Span<T> previousStates)
    {
        long cells = (long)shape.Examples * shape.Units, all = cells * shape.Time;
        Require(projection.Length, 3 * all);
        Require(weights.Length, 3L * shape.Units * shape.Units);
        RequireOptional(bias.Length, 3L * shape.Units);
        RequireOptional(initialState.Length, cells);
        RequireOptional(lengths.Length, shape.Examples);
        Require(states.Length, all);
        RequireOptional(gates.Length, 4 * all);
        RequireOptional(previousStates.Length, all);
        fixed (T* pp = projection, pw = weights, pb = bias, ph = initialState, ps = states, pg = gates, ps0 = previousStates)
        fixed (int* pn = lengths)
        {
            var arguments = new RecurrentArguments<T>
            {
                Shape = shape, Projection = pp, Weights = pw, Bias = pb, InitialState = ph, Lengths = pn, States = ps, Gates = pg, PreviousStates = ps0,
            };
            GruForwardCore(in arguments);
        }
    }

    /// <summary>The gradients of <see cref="GruForward"/>; that to the weights is previousStates^T dRecurrent, that to the recurrent bias dRecurrent's column sums.</summary>
    /// <param name="shape">Extents and direction.</param>
    /// <param name="weights">W, [units, 3 units].</param>
    /// <param name="lengths">Real steps of each example, or empty where all are.</param>
    /// <param name="gates">From the forward pass.</param>
    /// <param name="previousStates">From the forward pass.</param>
    /// <param name="dStates">The gradient to states; at padding it is not looked at.</param>
    /// <param name="dProjection">Receives the gradient to the projection, 0 at padding.</param>
    /// <param name="dRecurrent">Receives the gradient to h W + bias, 0 at padding.</param>
    /// <param name="dInitialState">Receives the gradient to the initial state, or empty.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void GruBackward(
        RecurrentShape shape, ReadOnlySpan<T> weights, ReadOnlySpan<int> lengths, ReadOnlySpan<T> gates, ReadOnlySpan<T> previousStates, ReadOnlySpan<T> dStates, Span<T> dProjection, Span<T> dRecurrent, Span<T> dInitialState)
    {
        long cells = (long)shape.Examples * shape.Units, all = cells * shape.Time;
        Require(weights.Length, 3L * shape.Units * shape.Units);
        RequireOptional(lengths.Length, shape.Examples);
        Require(gates.Length, 4 * all);
        Require(previousStates.Length, all);
        Require(dStates.Length, all);
        Require(dProjection.Length, 3 * all);
        Require(dRecurrent.Length, 3 * all);
        RequireOptional(dInitialState.Length, cells);
        fixed (T* pw = weights, pg = gates, ps0 = previousStates, pds = dStates, pdp = dProjection, pdr = dRecurrent, pdh = dInitialState)
        fixed (int* pn = lengths)
        {
            var arguments = new RecurrentArguments<T>
            {
                Shape = shape, Weights = pw, Lengths = pn, Gates = pg, PreviousStates = ps0, StateGradient = pds, ProjectionGradient = pdp,
                RecurrentGradient = pdr, InitialStateGradient = pdh,
            };
            GruBackwardCore(in arguments);
        }
    }

    /// <summary>The tangent of <see cref="GruForward"/> along a direction of its inputs.</summary>
    /// <param name="shape">Extents and direction.</param>
    /// <param name="projection">The projection's tangent, [examples, time, 3 units].</param>
    /// <param name="recurrent">previousStates times the weights' tangent plus the recurrent bias' tangent, [examples, time, 3 units].</param>
    /// <param name="weights">W, [units, 3 units].</param>
    /// <param name="initialState">The initial state's tangent, or empty for 0.</param>
    /// <param name="lengths">Real steps of each example, or empty where all are.</param>
    /// <param name="gates">From the forward pass.</param>
    /// <param name="previousStates">From the forward pass.</param>
    /// <param name="states">Receives the states' tangent, 0 at padding.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void GruTangent(
        RecurrentShape shape, ReadOnlySpan<T> projection, ReadOnlySpan<T> recurrent, ReadOnlySpan<T> weights, ReadOnlySpan<T> initialState, ReadOnlySpan<int> lengths, ReadOnlySpan<T> gates, ReadOnlySpan<T> previousStates, Span<T> states)
    {
        long cells = (long)shape.Examples * shape.Units, all = cells * shape.Time;
        Require(projection.Length, 3 * all);
        Require(recurrent.Length, 3 * all);
        Require(weights.Length, 3L * shape.Units * shape.Units);
        RequireOptional(initialState.Length, cells);
        RequireOptional(lengths.Length, shape.Examples);
        Require(gates.Length, 4 * all);
        Require(previousStates.Length, all);
        Require(states.Length, all);
        fixed (T* pp = projection, pr = recurrent, pw = weights, ph = initialState, pg = gates, ps0 = previousStates, ps = states)
        fixed (int* pn = lengths)
        {
            var arguments = new RecurrentArguments<T>
            {
                Shape = shape, Projection = pp, Offset = pr, Weights = pw, InitialState = ph, Lengths = pn, States = ps, Gates = pg, PreviousStates = ps0,
            };
            GruTangentCore(in arguments);
        }
    }

    private protected abstract void GruForwardCore(in RecurrentArguments<T> arguments);

    private protected abstract void GruBackwardCore(in RecurrentArguments<T> arguments);

    private protected abstract void GruTangentCore(in RecurrentArguments<T> arguments);
}
