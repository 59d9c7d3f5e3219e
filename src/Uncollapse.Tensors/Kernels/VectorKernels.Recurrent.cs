using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void LstmForwardCore(in RecurrentArguments<T> arguments)
    {
        var job = new RecurrentJob<T, V> { Arguments = arguments, Gates = 4, Step = &LstmStep };
        job.Run();
    }

    private protected override void LstmTangentCore(in RecurrentArguments<T> arguments)
    {
        var job = new RecurrentJob<T, V> { Arguments = arguments, Gates = 4, Step = &LstmTangentStep };
        job.Run();
    }

    private protected override void LstmBackwardCore(in RecurrentArguments<T> arguments)
    {
        var job = new RecurrentBackwardJob<T, V> { Arguments = arguments, Gates = 4, Step = &LstmBackwardStep };
        job.Run();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LstmStep(in RecurrentJob<T, V> job, T* sums, int row, int rows, int column, int columns)
    {
        RecurrentArguments<T> all = job.Arguments;
        nint units = all.Shape.Units, apart = RecurrentJob<T, V>.GateStride;
        for (int r = 0; r < rows; r++, sums += RecurrentJob<T, V>.Width)
        {
            int example = row + r;
            nint at = ((nint)example * all.Shape.Time) + job.Now, gate = (at * 4 * units) + column, unit = (at * units) + column;
            T* before = job.Current + (example * job.StateStride) + column, after = job.Next + (example * job.StateStride) + column;
            T* cells = all.Cell + (example * units) + column, projection = all.Projection + gate;
            bool keep = all.Gates is not null;
            if (all.IsPadding(example, job.Now))
            {
                Rows<T>.Copy(before, after, columns);
                Rows<T>.Clear(all.States + unit, columns);
                if (!keep) continue;
                Rows<T>.Clear(all.Gates + gate, columns, 4, units);
                Rows<T>.Clear(all.PreviousStates + unit, columns);
                Rows<T>.Clear(all.PreviousCells + unit, columns);
                continue;
            }
            T* forget = sums + apart, proposal = forget + apart, output = proposal + apart;
            Squash<Activations<T, V>.Sigmoid>(sums, projection, columns);
            Squash<Activations<T, V>.Sigmoid>(forget, projection + units, columns);
            Squash<Activations<T, V>.Tanh>(proposal, projection + (2 * units), columns);
            Squash<Activations<T, V>.Sigmoid>(output, projection + (3 * units), columns);
            if (keep)
            {
                for (int part = 0; part < 4; part++) Rows<T>.Copy(sums + (part * apart), all.Gates + gate + (part * units), columns);
                Rows<T>.Copy(before, all.PreviousStates + unit, columns);
                Rows<T>.Copy(cells, all.PreviousCells + unit, columns);
            }
            for (int i = 0; i < columns; i += V.Count)
            {
                V cell = V.MultiplyAdd(V.Load(forget + i), Ends<T, V>.Load(cells + i, columns - i), V.Load(sums + i) * V.Load(proposal + i));
                Ends<T, V>.Store(cell, cells + i, columns - i);
            }
            Squash<Activations<T, V>.Tanh>(sums, cells, columns, plain: true);
            for (int i = 0; i < columns; i += V.Count)
            {
                V state = V.Load(output + i) * V.Load(sums + i);
                Ends<T, V>.Store(state, after + i, columns - i);
                Ends<T, V>.Store(state, all.States + unit + i, columns - i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LstmBackwardStep(in RecurrentBackwardJob<T, V> job, T* sums, int row, int rows, int column, int columns)
    {
        RecurrentArguments<T> all = job.Arguments;
        nint units = all.Shape.Units;
        V one = Broadcast(1);
        for (int r = 0; r < rows; r++, sums += 2 * V.Count)
        {
            int example = row + r;
            nint at = ((nint)example * all.Shape.Time) + job.Now, gate = (at * 4 * units) + column, unit = (at * units) + column, own = (example * units) + column;
            T* gates = all.Gates + gate, to = all.ProjectionGradient + gate, current = job.Current + (example * job.GateStride) + column;
            bool padding = all.IsPadding(example, job.Now);
            if (padding)
            {
                Rows<T>.Clear(to, columns, 4, units);
                Rows<T>.Clear(current, columns, 4, units);
            }
            for (int i = 0; i < columns; i += V.Count)
            {
                int left = columns - i;
                V state = V.Load(sums + i) + Ends<T, V>.Load(job.Carry + own + i, left);
                Ends<T, V>.Store(padding ? state : V.Zero, job.Carry + own + i, left);
                if (padding) continue;
                state += Ends<T, V>.Load(all.StateGradient + unit + i, left);
                V input = Ends<T, V>.Load(gates + i, left), forget = Ends<T, V>.Load(gates + units + i, left);
                V proposal = Ends<T, V>.Load(gates + (2 * units) + i, left), output = Ends<T, V>.Load(gates + (3 * units) + i, left);
                V old = Ends<T, V>.Load(all.PreviousCells + unit + i, left), squashed = Functions<T, V>.Tanh(V.MultiplyAdd(forget, old, input * proposal));
                V cell = V.MultiplyAdd(state * output, one - (squashed * squashed), Ends<T, V>.Load(job.Cell + own + i, left));
                Ends<T, V>.Store(cell * forget, job.Cell + own + i, left);
                Put((cell * proposal) * (input * (one - input)), to + i, current + i, left);
                Put((cell * old) * (forget * (one - forget)), to + units + i, current + units + i, left);
                Put((cell * input) * (one - (proposal * proposal)), to + (2 * units) + i, current + (2 * units) + i, left);
                Put((state * squashed) * (output * (one - output)), to + (3 * units) + i, current + (3 * units) + i, left);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LstmTangentStep(in RecurrentJob<T, V> job, T* sums, int row, int rows, int column, int columns)
    {
        RecurrentArguments<T> all = job.Arguments;
        nint units = all.Shape.Units, apart = RecurrentJob<T, V>.GateStride;
        V one = Broadcast(1);
        for (int r = 0; r < rows; r++, sums += RecurrentJob<T, V>.Width)
        {
            int example = row + r;
            nint at = ((nint)example * all.Shape.Time) + job.Now, gate = (at * 4 * units) + column, unit = (at * units) + column;
            T* before = job.Current + (example * job.StateStride) + column, after = job.Next + (example * job.StateStride) + column;
            T* cells = all.Cell + (example * units) + column, projection = all.Projection + gate, gates = all.Gates + gate;
            if (all.IsPadding(example, job.Now))
            {
                Rows<T>.Copy(before, after, columns);
                Rows<T>.Clear(all.States + unit, columns);
                continue;
            }
            for (int i = 0; i < columns; i += V.Count)
            {
                int left = columns - i;
                V input = Ends<T, V>.Load(gates + i, left), forget = Ends<T, V>.Load(gates + units + i, left);
                V proposal = Ends<T, V>.Load(gates + (2 * units) + i, left), output = Ends<T, V>.Load(gates + (3 * units) + i, left);
                V old = Ends<T, V>.Load(all.PreviousCells + unit + i, left), squashed = Functions<T, V>.Tanh(V.MultiplyAdd(forget, old, input * proposal));
                V toInput = (input * (one - input)) * (V.Load(sums + i) + Ends<T, V>.Load(projection + i, left));
                V toForget = (forget * (one - forget)) * (V.Load(sums + apart + i) + Ends<T, V>.Load(projection + units + i, left));
                V toProposal = (one - (proposal * proposal)) * (V.Load(sums + (2 * apart) + i) + Ends<T, V>.Load(projection + (2 * units) + i, left));
                V toOutput = (output * (one - output)) * (V.Load(sums + (3 * apart) + i) + Ends<T, V>.Load(projection + (3 * units) + i, left));
                V cell = V.MultiplyAdd(forget, Ends<T, V>.Load(cells + i, left), V.MultiplyAdd(toForget, old, V.MultiplyAdd(toInput, proposal, input * toProposal)));
                V state = V.MultiplyAdd(toOutput, squashed, output * (one - (squashed * squashed)) * cell);
                Ends<T, V>.Store(cell, cells + i, left);
                Ends<T, V>.Store(state, after + i, left);
                Ends<T, V>.Store(state, all.States + unit + i, left);
            }
        }
    }

    /// <summary>to = f(to + add), or f(add) where plain. A loop of its own for each function: one with all of them together is more than the compiler inlines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Squash<TActivation>(T* to, T* add, int columns, bool plain = false)
        where TActivation : struct, IActivation<V>
    {
        for (int i = 0; i < columns; i += V.Count)
        {
            V summand = Ends<T, V>.Load(add + i, columns - i);
            TActivation.Value(plain ? summand : V.Load(to + i) + summand).Store(to + i);
        }
    }

    /// <summary>The same value to two places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(V value, T* to, T* second, int left)
    {
        Ends<T, V>.Store(value, to, left);
        Ends<T, V>.Store(value, second, left);
    }
}
