namespace Uncollapse.Tensors.Kernels;

/// <content>Recurrent layers over whole padded sequences.</content>
/// <remarks>
/// A padded step (at or beyond an example's length) leaves the state alone and gives 0. The input's share of the preactivations is made for all times
/// at once by a linear layer; the kernels walk through time with the recurrent share.
/// </remarks>
public abstract unsafe partial class KernelTable<T>
{
    /// <summary>
    /// The long short-term memory: (i, f, g, o) = projection + h W; c = sigmoid(f) c + sigmoid(i) tanh(g); h = sigmoid(o) tanh(c).
    /// </summary>
    /// <param name="shape">Extents and direction.</param>
    /// <param name="projection">x W_x + b, [examples, time, 4 units], gates in the order i, f, g, o.</param>
    /// <param name="weights">W, [units, 4 units].</param>
    /// <param name="initialState">h before the first step, [examples, units], or empty for 0.</param>
    /// <param name="initialCell">c before the first step, [examples, units], or empty for 0.</param>
    /// <param name="lengths">Real steps of each example, or empty where all are.</param>
    /// <param name="states">Receives h, [examples, time, units]; 0 at padding.</param>
    /// <param name="lastCell">Receives c after each example's last real step, [examples, units].</param>
    /// <param name="gates">Receives the activated gates, [examples, time, 4 units], or empty where no derivative follows.</param>
    /// <param name="previousStates">Receives the h each step came from, [examples, time, units]; empty with gates.</param>
    /// <param name="previousCells">Receives the c each step came from, [examples, time, units]; empty with gates.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void LstmForward(
        RecurrentShape shape, ReadOnlySpan<T> projection, ReadOnlySpan<T> weights, ReadOnlySpan<T> initialState, ReadOnlySpan<T> initialCell, ReadOnlySpan<int> lengths, Span<T> states, Span<T> lastCell, Span<T> gates, Span<T> previousStates, Span<T> previousCells)
    {
        long cells = (long)shape.Examples * shape.Units, all = cells * shape.Time;
        Require(projection.Length, 4 * all);
        Require(weights.Length, 4L * shape.Units * shape.Units);
        RequireOptional(initialState.Length, cells);
        RequireOptional(initialCell.Length, cells);
        RequireOptional(lengths.Length, shape.Examples);
        Require(states.Length, all);
        Require(lastCell.Length, cells);
        RequireOptional(gates.Length, 4 * all);
        RequireOptional(previousStates.Length, all);
        RequireOptional(previousCells.Length, all);
        fixed (T* pp = projection, pw = weights, ph = initialState, pc = initialCell, ps = states, pl = lastCell, pg = gates, ps0 = previousStates, pc0 = previousCells)
        fixed (int* pn = lengths)
        {
            var arguments = new RecurrentArguments<T>
            {
                Shape = shape, Projection = pp, Weights = pw, InitialState = ph, InitialCell = pc, Lengths = pn, States = ps, Cell = pl, Gates = pg,
                PreviousStates = ps0, PreviousCells = pc0,
            };
            LstmForwardCore(in arguments);
        }
    }

    /// <summary>The gradients of <see cref="LstmForward"/>; that to the weights is previousStates^T dProjection.</summary>
    /// <param name="shape">Extents and direction.</param>
    /// <param name="weights">W, [units, 4 units].</param>
    /// <param name="lengths">Real steps of each example, or empty where all are.</param>
    /// <param name="gates">From the forward pass.</param>
    /// <param name="previousCells">From the forward pass.</param>
    /// <param name="dStates">The gradient to states; at padding it is not looked at.</param>
    /// <param name="dLastCell">The gradient to lastCell, or empty for none.</param>
    /// <param name="dProjection">Receives the gradient to the projection, 0 at padding.</param>
    /// <param name="dInitialState">Receives the gradient to the initial state, or empty.</param>
    /// <param name="dInitialCell">Receives the gradient to the initial cell, or empty.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void LstmBackward(
        RecurrentShape shape, ReadOnlySpan<T> weights, ReadOnlySpan<int> lengths, ReadOnlySpan<T> gates, ReadOnlySpan<T> previousCells, ReadOnlySpan<T> dStates, ReadOnlySpan<T> dLastCell, Span<T> dProjection, Span<T> dInitialState, Span<T> dInitialCell)
    {
        long cells = (long)shape.Examples * shape.Units, all = cells * shape.Time;
        Require(weights.Length, 4L * shape.Units * shape.Units);
        RequireOptional(lengths.Length, shape.Examples);
        Require(gates.Length, 4 * all);
        Require(previousCells.Length, all);
        Require(dStates.Length, all);
        RequireOptional(dLastCell.Length, cells);
        Require(dProjection.Length, 4 * all);
        RequireOptional(dInitialState.Length, cells);
        RequireOptional(dInitialCell.Length, cells);
        fixed (T* pw = weights, pg = gates, pc0 = previousCells, pds = dStates, pdl = dLastCell, pdp = dProjection, pdh = dInitialState, pdc = dInitialCell)
        fixed (int* pn = lengths)
        {
            var arguments = new RecurrentArguments<T>
            {
                Shape = shape, Weights = pw, Lengths = pn, Gates = pg, PreviousCells = pc0, StateGradient = pds, CellGradient = pdl, ProjectionGradient = pdp,
                InitialStateGradient = pdh, InitialCellGradient = pdc,
            };
            LstmBackwardCore(in arguments);
        }
    }

    /// <summary>The tangent of <see cref="LstmForward"/> along a direction of its inputs.</summary>
    /// <param name="shape">Extents and direction.</param>
    /// <param name="projection">The projection's tangent plus previousStates times the weights' tangent, [examples, time, 4 units].</param>
    /// <param name="weights">W, [units, 4 units].</param>
    /// <param name="initialState">The initial state's tangent, or empty for 0.</param>
    /// <param name="initialCell">The initial cell's tangent, or empty for 0.</param>
    /// <param name="lengths">Real steps of each example, or empty where all are.</param>
    /// <param name="gates">From the forward pass.</param>
    /// <param name="previousCells">From the forward pass.</param>
    /// <param name="states">Receives the states' tangent, 0 at padding.</param>
    /// <param name="lastCell">Receives the last cell's tangent.</param>
    /// <exception cref="ShapeException">A span is too short.</exception>
    public void LstmTangent(
        RecurrentShape shape, ReadOnlySpan<T> projection, ReadOnlySpan<T> weights, ReadOnlySpan<T> initialState, ReadOnlySpan<T> initialCell, ReadOnlySpan<int> lengths, ReadOnlySpan<T> gates, ReadOnlySpan<T> previousCells, Span<T> states, Span<T> lastCell)
    {
        long cells = (long)shape.Examples * shape.Units, all = cells * shape.Time;
        Require(projection.Length, 4 * all);
        Require(weights.Length, 4L * shape.Units * shape.Units);
        RequireOptional(initialState.Length, cells);
        RequireOptional(initialCell.Length, cells);
        RequireOptional(lengths.Length, shape.Examples);
        Require(gates.Length, 4 * all);
        Require(previousCells.Length, all);
        Require(states.Length, all);
        Require(lastCell.Length, cells);
        fixed (T* pp = projection, pw = weights, ph = initialState, pc = initialCell, pg = gates, pc0 = previousCells, ps = states, pl = lastCell)
        fixed (int* pn = lengths)
        {
            var arguments = new RecurrentArguments<T>
            {
                Shape = shape, Projection = pp, Weights = pw, InitialState = ph, InitialCell = pc, Lengths = pn, States = ps, Cell = pl, Gates = pg,
                PreviousCells = pc0,
            };
            LstmTangentCore(in arguments);
        }
    }

    private protected abstract void LstmForwardCore(in RecurrentArguments<T> arguments);

    private protected abstract void LstmBackwardCore(in RecurrentArguments<T> arguments);

    private protected abstract void LstmTangentCore(in RecurrentArguments<T> arguments);
}
