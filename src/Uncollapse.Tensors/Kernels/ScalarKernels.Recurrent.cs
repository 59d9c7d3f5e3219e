namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void LstmForwardCore(in RecurrentArguments<T> arguments)
    {
        int units = arguments.Shape.Units;
        double[] state = new double[units], sums = new double[4 * units];
        for (int example = 0; example < arguments.Shape.Examples; example++)
        {
            long own = (long)example * units;
            Start(arguments.InitialState, own, state);
            for (int u = 0; u < units; u++) arguments.Cell[own + u] = arguments.InitialCell is null ? T.Zero : arguments.InitialCell[own + u];
            for (int step = 0; step < arguments.Shape.Time; step++)
            {
                long at = ((long)example * arguments.Shape.Time) + arguments.TimeOf(step);
                bool padding = arguments.IsPadding(example, arguments.TimeOf(step));
                Recurrent(in arguments, 4, state, sums);
                for (int u = 0; u < units; u++)
                {
                    long unit = (at * units) + u, gate = (at * 4 * units) + u;
                    double i = SpecialFunctions.Sigmoid(sums[u] + D(arguments.Projection[gate]));
                    double f = SpecialFunctions.Sigmoid(sums[units + u] + D(arguments.Projection[gate + units]));
                    double g = Math.Tanh(sums[(2 * units) + u] + D(arguments.Projection[gate + (2 * units)]));
                    double o = SpecialFunctions.Sigmoid(sums[(3 * units) + u] + D(arguments.Projection[gate + (3 * units)]));
                    double before = D(arguments.Cell[own + u]), cell = (f * before) + (i * g), now = o * Math.Tanh(cell);
                    if (arguments.Gates is not null)
                    {
                        Keep(arguments.Gates + gate, units, padding, i, f, g, o);
                        arguments.PreviousStates[unit] = padding ? T.Zero : F(state[u]);
                        arguments.PreviousCells[unit] = padding ? T.Zero : F(before);
                    }
                    arguments.States[unit] = padding ? T.Zero : F(now);
                    if (padding) continue;
                    state[u] = now;
                    arguments.Cell[own + u] = F(cell);
                }
            }
        }
    }

    private protected override void LstmBackwardCore(in RecurrentArguments<T> arguments)
    {
        int units = arguments.Shape.Units;
        double[] toState = new double[units], toCell = new double[units], later = new double[4 * units];
        for (int example = 0; example < arguments.Shape.Examples; example++)
        {
            long own = (long)example * units;
            Array.Clear(toState);
            Start(arguments.CellGradient, own, toCell);
            for (int step = arguments.Shape.Time - 1; step >= 0; step--)
            {
                long at = ((long)example * arguments.Shape.Time) + arguments.TimeOf(step);
                bool padding = arguments.IsPadding(example, arguments.TimeOf(step));
                for (int u = 0; u < units; u++)
                {
                    long unit = (at * units) + u, gate = (at * 4 * units) + u;
                    if (padding)
                    {
                        Keep(arguments.ProjectionGradient + gate, units, padding, 0, 0, 0, 0);
                        continue;
                    }
                    double i = D(arguments.Gates[gate]), f = D(arguments.Gates[gate + units]), g = D(arguments.Gates[gate + (2 * units)]), o = D(arguments.Gates[gate + (3 * units)]);
                    double before = D(arguments.PreviousCells[unit]), squashed = Math.Tanh((f * before) + (i * g)), state = toState[u] + D(arguments.StateGradient[unit]);
                    double cell = toCell[u] + (state * o * (1 - (squashed * squashed)));
                    toCell[u] = cell * f;
                    later[u] = cell * g * i * (1 - i);
                    later[units + u] = cell * before * f * (1 - f);
                    later[(2 * units) + u] = cell * i * (1 - (g * g));
                    later[(3 * units) + u] = state * squashed * o * (1 - o);
                    Keep(arguments.ProjectionGradient + gate, units, padding, later[u], later[units + u], later[(2 * units) + u], later[(3 * units) + u]);
                }
                if (!padding) Transposed(in arguments, 4, later, toState);
            }
            Finish(toState, arguments.InitialStateGradient, own);
            Finish(toCell, arguments.InitialCellGradient, own);
        }
    }

    private protected override void LstmTangentCore(in RecurrentArguments<T> arguments)
    {
        int units = arguments.Shape.Units;
        double[] state = new double[units], cell = new double[units], sums = new double[4 * units];
        for (int example = 0; example < arguments.Shape.Examples; example++)
        {
            long own = (long)example * units;
            Start(arguments.InitialState, own, state);
            Start(arguments.InitialCell, own, cell);
            for (int step = 0; step < arguments.Shape.Time; step++)
            {
                long at = ((long)example * arguments.Shape.Time) + arguments.TimeOf(step);
                bool padding = arguments.IsPadding(example, arguments.TimeOf(step));
                Recurrent(in arguments, 4, state, sums);
                for (int u = 0; u < units; u++)
                {
                    long unit = (at * units) + u, gate = (at * 4 * units) + u;
                    arguments.States[unit] = T.Zero;
                    if (padding) continue;
                    double i = D(arguments.Gates[gate]), f = D(arguments.Gates[gate + units]), g = D(arguments.Gates[gate + (2 * units)]), o = D(arguments.Gates[gate + (3 * units)]);
                    double before = D(arguments.PreviousCells[unit]), squashed = Math.Tanh((f * before) + (i * g));
                    double di = i * (1 - i) * (sums[u] + D(arguments.Projection[gate]));
                    double df = f * (1 - f) * (sums[units + u] + D(arguments.Projection[gate + units]));
                    double dg = (1 - (g * g)) * (sums[(2 * units) + u] + D(arguments.Projection[gate + (2 * units)]));
                    double dO = o * (1 - o) * (sums[(3 * units) + u] + D(arguments.Projection[gate + (3 * units)]));
                    cell[u] = (f * cell[u]) + (df * before) + (di * g) + (i * dg);
                    state[u] = (dO * squashed) + (o * (1 - (squashed * squashed)) * cell[u]);
                    arguments.States[unit] = F(state[u]);
                }
            }
            Finish(cell, arguments.Cell, own);
        }
    }

    private static void Start(T* from, long at, double[] to)
    {
        for (int u = 0; u < to.Length; u++) to[u] = from is null ? 0 : D(from[at + u]);
    }

    private static void Finish(double[] from, T* to, long at)
    {
        for (int u = 0; u < from.Length && to is not null; u++) to[at + u] = F(from[u]);
    }

    private static void Keep(T* to, int units, bool zero, double first, double second, double third, double fourth)
    {
        to[0] = zero ? T.Zero : F(first);
        to[units] = zero ? T.Zero : F(second);
        to[2L * units] = zero ? T.Zero : F(third);
        to[3L * units] = zero ? T.Zero : F(fourth);
    }

    /// <summary>sums = state W.</summary>
    private static void Recurrent(in RecurrentArguments<T> arguments, int gates, double[] state, double[] sums)
    {
        for (int j = 0; j < sums.Length; j++)
        {
            sums[j] = 0;
            for (long u = 0; u < state.Length; u++) sums[j] += state[u] * D(arguments.Weights[(u * gates * state.Length) + j]);
        }
    }

    /// <summary>state = gradient W^T.</summary>
    private static void Transposed(in RecurrentArguments<T> arguments, int gates, double[] gradient, double[] state)
    {
        for (long u = 0; u < state.Length; u++)
        {
            state[u] = 0;
            for (int j = 0; j < gradient.Length; j++) state[u] += gradient[j] * D(arguments.Weights[(u * gates * state.Length) + j]);
        }
    }
}
