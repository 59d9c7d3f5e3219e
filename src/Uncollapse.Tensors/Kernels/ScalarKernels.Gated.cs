namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class ScalarKernels<T>
{
    private protected override void GruForwardCore(in RecurrentArguments<T> arguments)
    {
        int units = arguments.Shape.Units;
        double[] state = new double[units], sums = new double[3 * units];
        for (int example = 0; example < arguments.Shape.Examples; example++)
        {
            Start(arguments.InitialState, (long)example * units, state);
            for (int step = 0; step < arguments.Shape.Time; step++)
            {
                long at = ((long)example * arguments.Shape.Time) + arguments.TimeOf(step);
                bool padding = arguments.IsPadding(example, arguments.TimeOf(step));
                Recurrent(in arguments, 3, state, sums);
                for (int j = 0; j < sums.Length && arguments.Bias is not null; j++) sums[j] += D(arguments.Bias[j]);
                for (int u = 0; u < units; u++)
                {
                    long unit = (at * units) + u, gate = (at * 3 * units) + u;
                    double r = SpecialFunctions.Sigmoid(sums[u] + D(arguments.Projection[gate]));
                    double z = SpecialFunctions.Sigmoid(sums[units + u] + D(arguments.Projection[gate + units]));
                    double q = sums[(2 * units) + u], n = Math.Tanh((r * q) + D(arguments.Projection[gate + (2 * units)]));
                    double before = state[u], now = ((1 - z) * n) + (z * before);
                    if (arguments.Gates is not null)
                    {
                        Keep(arguments.Gates + (at * 4 * units) + u, units, padding, r, z, n, q);
                        arguments.PreviousStates[unit] = padding ? T.Zero : F(before);
                    }
                    arguments.States[unit] = padding ? T.Zero : F(now);
                    if (!padding) state[u] = now;
                }
            }
        }
    }

    private protected override void GruBackwardCore(in RecurrentArguments<T> arguments)
    {
        int units = arguments.Shape.Units;
        double[] toState = new double[units], direct = new double[units], later = new double[3 * units];
        for (int example = 0; example < arguments.Shape.Examples; example++)
        {
            Array.Clear(toState);
            for (int step = arguments.Shape.Time - 1; step >= 0; step--)
            {
                long at = ((long)example * arguments.Shape.Time) + arguments.TimeOf(step);
                bool padding = arguments.IsPadding(example, arguments.TimeOf(step));
                for (int u = 0; u < units; u++)
                {
                    long unit = (at * units) + u, gate = (at * 4 * units) + u, to = (at * 3 * units) + u;
                    double r = D(arguments.Gates[gate]), z = D(arguments.Gates[gate + units]), n = D(arguments.Gates[gate + (2 * units)]), q = D(arguments.Gates[gate + (3 * units)]);
                    double state = padding ? 0 : toState[u] + D(arguments.StateGradient[unit]), before = D(arguments.PreviousStates[unit]);
                    double toProposal = state * (1 - z) * (1 - (n * n));
                    later[u] = toProposal * q * r * (1 - r);
                    later[units + u] = state * (before - n) * z * (1 - z);
                    later[(2 * units) + u] = toProposal * r;
                    direct[u] = state * z;
                    for (int part = 0; part < 3; part++)
                    {
                        arguments.RecurrentGradient[to + ((long)part * units)] = F(later[(part * units) + u]);
                        arguments.ProjectionGradient[to + ((long)part * units)] = F(part == 2 ? toProposal : later[(part * units) + u]);
                    }
                }
                if (padding) continue;
                Transposed(in arguments, 3, later, toState);
                for (int u = 0; u < units; u++) toState[u] += direct[u];
            }
            Finish(toState, arguments.InitialStateGradient, (long)example * units);
        }
    }

    private protected override void GruTangentCore(in RecurrentArguments<T> arguments)
    {
        int units = arguments.Shape.Units;
        double[] state = new double[units], sums = new double[3 * units];
        for (int example = 0; example < arguments.Shape.Examples; example++)
        {
            Start(arguments.InitialState, (long)example * units, state);
            for (int step = 0; step < arguments.Shape.Time; step++)
            {
                long at = ((long)example * arguments.Shape.Time) + arguments.TimeOf(step);
                bool padding = arguments.IsPadding(example, arguments.TimeOf(step));
                Recurrent(in arguments, 3, state, sums);
                for (int u = 0; u < units; u++)
                {
                    long unit = (at * units) + u, kept = (at * 4 * units) + u, gate = (at * 3 * units) + u;
                    arguments.States[unit] = T.Zero;
                    if (padding) continue;
                    double r = D(arguments.Gates[kept]), z = D(arguments.Gates[kept + units]), n = D(arguments.Gates[kept + (2 * units)]), q = D(arguments.Gates[kept + (3 * units)]);
                    double dr = r * (1 - r) * (sums[u] + D(arguments.Offset[gate]) + D(arguments.Projection[gate]));
                    double dz = z * (1 - z) * (sums[units + u] + D(arguments.Offset[gate + units]) + D(arguments.Projection[gate + units]));
                    double dq = sums[(2 * units) + u] + D(arguments.Offset[gate + (2 * units)]);
                    double dn = (1 - (n * n)) * (D(arguments.Projection[gate + (2 * units)]) + (dr * q) + (r * dq));
                    state[u] = ((1 - z) * dn) + (z * state[u]) + (dz * (D(arguments.PreviousStates[unit]) - n));
                    arguments.States[unit] = F(state[u]);
                }
            }
        }
    }
}
