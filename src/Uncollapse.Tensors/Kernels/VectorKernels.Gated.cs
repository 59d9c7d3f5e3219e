using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void GruForwardCore(in RecurrentArguments<T> arguments)
    {
        var job = new RecurrentJob<T, V> { Arguments = arguments, Gates = 3, Step = &GruStep };
        job.Run();
    }

    private protected override void GruTangentCore(in RecurrentArguments<T> arguments)
    {
        var job = new RecurrentJob<T, V> { Arguments = arguments, Gates = 3, Step = &GruTangentStep };
        job.Run();
    }

    private protected override void GruBackwardCore(in RecurrentArguments<T> arguments)
    {
        var job = new RecurrentBackwardJob<T, V> { Arguments = arguments, Gates = 3, Step = &GruBackwardStep };
        job.Run();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GruStep(in RecurrentJob<T, V> job, T* sums, int row, int rows, int column, int columns)
    {
        RecurrentArguments<T> all = job.Arguments;
        nint units = all.Shape.Units, apart = RecurrentJob<T, V>.GateStride;
        T* bias = all.Bias is null ? null : all.Bias + column;
        for (int r = 0; r < rows; r++, sums += RecurrentJob<T, V>.Width)
        {
            int example = row + r;
            nint at = ((nint)example * all.Shape.Time) + job.Now, unit = (at * units) + column, kept = (at * 4 * units) + column;
            T* before = job.Current + (example * job.StateStride) + column, after = job.Next + (example * job.StateStride) + column;
            T* projection = all.Projection + (at * 3 * units) + column;
            bool keep = all.Gates is not null;
            if (all.IsPadding(example, job.Now))
            {
                Rows<T>.Copy(before, after, columns);
                Rows<T>.Clear(all.States + unit, columns);
                if (!keep) continue;
                Rows<T>.Clear(all.Gates + kept, columns, 4, units);
                Rows<T>.Clear(all.PreviousStates + unit, columns);
                continue;
            }
            T* update = sums + apart, inner = update + apart, proposal = inner + apart;
            for (int part = 0; part < 3 && bias is not null; part++) AddRow(sums + (part * apart), bias + (part * units), columns);
            Squash<Activations<T, V>.Sigmoid>(sums, projection, columns);
            Squash<Activations<T, V>.Sigmoid>(update, projection + units, columns);
            for (int i = 0; i < columns; i += V.Count) (V.Load(sums + i) * V.Load(inner + i)).Store(proposal + i);
            Squash<Activations<T, V>.Tanh>(proposal, projection + (2 * units), columns);
            for (int i = 0; i < columns; i += V.Count)
            {
                V candidate = V.Load(proposal + i), state = V.MultiplyAdd(V.Load(update + i), Ends<T, V>.Load(before + i, columns - i) - candidate, candidate);
                Ends<T, V>.Store(state, after + i, columns - i);
                Ends<T, V>.Store(state, all.States + unit + i, columns - i);
            }
            if (!keep) continue;
            Rows<T>.Copy(sums, all.Gates + kept, columns);
            Rows<T>.Copy(update, all.Gates + kept + units, columns);
            Rows<T>.Copy(proposal, all.Gates + kept + (2 * units), columns);
            Rows<T>.Copy(inner, all.Gates + kept + (3 * units), columns);
            Rows<T>.Copy(before, all.PreviousStates + unit, columns);
        }
    }

    private static void AddRow(T* to, T* row, int columns)
    {
        for (int i = 0; i < columns; i += V.Count) (V.Load(to + i) + Ends<T, V>.Load(row + i, columns - i)).Store(to + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GruBackwardStep(in RecurrentBackwardJob<T, V> job, T* sums, int row, int rows, int column, int columns)
    {
        RecurrentArguments<T> all = job.Arguments;
        nint units = all.Shape.Units;
        V one = Broadcast(1);
        for (int r = 0; r < rows; r++, sums += 2 * V.Count)
        {
            int example = row + r;
            nint at = ((nint)example * all.Shape.Time) + job.Now, unit = (at * units) + column, own = (example * units) + column, gate = (at * 3 * units) + column;
            T* gates = all.Gates + (at * 4 * units) + column, to = all.ProjectionGradient + gate, recurrent = all.RecurrentGradient + gate;
            T* current = job.Current + (example * job.GateStride) + column;
            bool padding = all.IsPadding(example, job.Now);
            if (padding)
            {
                Rows<T>.Clear(to, columns, 3, units);
                Rows<T>.Clear(recurrent, columns, 3, units);
                Rows<T>.Clear(current, columns, 3, units);
            }
            for (int i = 0; i < columns; i += V.Count)
            {
                int left = columns - i;
                V state = V.Load(sums + i) + Ends<T, V>.Load(job.Carry + own + i, left);
                if (padding)
                {
                    Ends<T, V>.Store(state, job.Carry + own + i, left);
                    continue;
                }
                state += Ends<T, V>.Load(all.StateGradient + unit + i, left);
                V reset = Ends<T, V>.Load(gates + i, left), update = Ends<T, V>.Load(gates + units + i, left);
                V proposal = Ends<T, V>.Load(gates + (2 * units) + i, left), inner = Ends<T, V>.Load(gates + (3 * units) + i, left);
                Ends<T, V>.Store(state * update, job.Carry + own + i, left);
                V toUpdate = state * (Ends<T, V>.Load(all.PreviousStates + unit + i, left) - proposal) * (update * (one - update));
                V toProposal = state * (one - update) * (one - (proposal * proposal));
                V toReset = toProposal * inner * (reset * (one - reset)), toInner = toProposal * reset;
                Put(toReset, to + i, current + i, left);
                Put(toUpdate, to + units + i, current + units + i, left);
                Ends<T, V>.Store(toProposal, to + (2 * units) + i, left);
                Ends<T, V>.Store(toReset, recurrent + i, left);
                Ends<T, V>.Store(toUpdate, recurrent + units + i, left);
                Put(toInner, recurrent + (2 * units) + i, current + (2 * units) + i, left);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GruTangentStep(in RecurrentJob<T, V> job, T* sums, int row, int rows, int column, int columns)
    {
        RecurrentArguments<T> all = job.Arguments;
        nint units = all.Shape.Units, apart = RecurrentJob<T, V>.GateStride;
        V one = Broadcast(1);
        for (int r = 0; r < rows; r++, sums += RecurrentJob<T, V>.Width)
        {
            int example = row + r;
            nint at = ((nint)example * all.Shape.Time) + job.Now, unit = (at * units) + column, gate = (at * 3 * units) + column;
            T* before = job.Current + (example * job.StateStride) + column, after = job.Next + (example * job.StateStride) + column;
            T* projection = all.Projection + gate, offset = all.Offset + gate, gates = all.Gates + (at * 4 * units) + column;
            if (all.IsPadding(example, job.Now))
            {
                Rows<T>.Copy(before, after, columns);
                Rows<T>.Clear(all.States + unit, columns);
                continue;
            }
            for (int i = 0; i < columns; i += V.Count)
            {
                int left = columns - i;
                V reset = Ends<T, V>.Load(gates + i, left), update = Ends<T, V>.Load(gates + units + i, left);
                V proposal = Ends<T, V>.Load(gates + (2 * units) + i, left), inner = Ends<T, V>.Load(gates + (3 * units) + i, left);
                V alongReset = V.Load(sums + i) + Ends<T, V>.Load(offset + i, left) + Ends<T, V>.Load(projection + i, left);
                V alongUpdate = V.Load(sums + apart + i) + Ends<T, V>.Load(offset + units + i, left) + Ends<T, V>.Load(projection + units + i, left);
                V alongInner = V.Load(sums + (2 * apart) + i) + Ends<T, V>.Load(offset + (2 * units) + i, left);
                V toReset = reset * (one - reset) * alongReset, toUpdate = update * (one - update) * alongUpdate;
                V along = V.MultiplyAdd(toReset, inner, V.MultiplyAdd(reset, alongInner, Ends<T, V>.Load(projection + (2 * units) + i, left)));
                V toProposal = (one - (proposal * proposal)) * along, old = Ends<T, V>.Load(before + i, left);
                V difference = Ends<T, V>.Load(all.PreviousStates + unit + i, left) - proposal;
                V state = V.MultiplyAdd(update, old - toProposal, V.MultiplyAdd(toUpdate, difference, toProposal));
                Ends<T, V>.Store(state, after + i, left);
                Ends<T, V>.Store(state, all.States + unit + i, left);
            }
        }
    }
}
