using System.Numerics;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>Recurrences over padded sequences: every width against the twin, at the ends of guarded memory.</summary>
public sealed class RecurrentTests
{
    private static readonly RecurrentShape[] Shapes =
    [
        new(1, 1, 1), new(2, 3, 5), new(3, 4, 16, Reverse: true), new(15, 2, 33), new(29, 3, 64, Reverse: true), new(4, 1, 70), new(3, 1, 64), new(1, 2, 530), new(0, 3, 4), new(3, 0, 4),
    ];

    [Fact]
    public void LstmMatchesTheTwin()
    {
        Lstm<float>();
        Lstm<double>();
    }

    [Fact]
    public void GruMatchesTheTwin()
    {
        Gru<float>();
        Gru<double>();
    }

    [Fact]
    public void TheNumberOfThreadsChangesNothing()
    {
        int before = Workers.Count;
        try
        {
            var shape = new RecurrentShape(37, 5, 130);
            Workers.Count = 1;
            float[][] one = [.. RunLstm(KernelTable<float>.Current, shape, true, true), .. RunGru(KernelTable<float>.Current, shape, true, true)];
            foreach (int threads in new[] { 2, 5 })
            {
                Workers.Count = threads;
                float[][] many = [.. RunLstm(KernelTable<float>.Current, shape, true, true), .. RunGru(KernelTable<float>.Current, shape, true, true)];
                Assert.Equal(one, many);
            }
        }
        finally
        {
            Workers.Count = before;
        }
    }

    [Fact]
    public void PaddingIsNotLookedAt()
    {
        // What lies in padded steps of the projection and of the incoming gradient may be anything, even no number.
        var shape = new RecurrentShape(3, 4, 5);
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            float[] projection = new float[240], gated = new float[180], weights = new float[100], states = new float[60], cell = new float[15], gates = new float[240];
            float[] previous = new float[60], previousCells = new float[60], upstream = new float[60], gradient = new float[240], initial = new float[15];
            int[] lengths = [2, 4, 0];
            for (int n = 0; n < 3; n++)
            {
                for (int t = lengths[n]; t < 4; t++)
                {
                    projection.AsSpan(((n * 4) + t) * 20, 20).Fill(float.NaN);
                    gated.AsSpan(((n * 4) + t) * 15, 15).Fill(float.NaN);
                    upstream.AsSpan(((n * 4) + t) * 5, 5).Fill(float.NaN);
                }
            }
            table.LstmForward(shape, projection, weights, [], [], lengths, states, cell, gates, previous, previousCells);
            table.LstmBackward(shape, weights, lengths, gates, previousCells, upstream, [], gradient, initial, []);
            Assert.DoesNotContain(states, float.IsNaN);
            Assert.DoesNotContain(gradient, float.IsNaN);
            Assert.DoesNotContain(initial, float.IsNaN);
            table.GruForward(shape, gated, weights, [], [], lengths, states, gates, previous);
            table.GruBackward(shape, weights, lengths, gates, previous, upstream, gradient, projection, initial);
            Assert.DoesNotContain(states, float.IsNaN);
            Assert.DoesNotContain(gradient, float.IsNaN);
            Assert.DoesNotContain(initial, float.IsNaN);
        }
    }

    private static void Lstm<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (RecurrentShape shape in Shapes)
        {
            foreach (bool whole in new[] { false, true })
            {
                T[][] expected = RunLstm(Variants<T>.Scalar, shape, whole, whole);
                foreach (KernelTable<T> table in Variants<T>.Vector.Where(Variants<T>.Fast)) Close(expected, RunLstm(table, shape, whole, whole), $"{table.Name} {shape} {whole}");
            }
        }
    }

    private static void Gru<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (RecurrentShape shape in Shapes)
        {
            foreach (bool whole in new[] { false, true })
            {
                T[][] expected = RunGru(Variants<T>.Scalar, shape, whole, whole);
                foreach (KernelTable<T> table in Variants<T>.Vector.Where(Variants<T>.Fast)) Close(expected, RunGru(table, shape, whole, whole), $"{table.Name} {shape} {whole}");
            }
        }
    }

    private static void Close<T>(T[][] expected, T[][] actual, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Sums of up to 2120 products, then a few steps: the twin adds in double.
        double tolerance = 600 * Variants<T>.Unit;
        for (int i = 0; i < expected.Length; i++) Variants<T>.Close(expected[i], actual[i], tolerance, tolerance, $"{what}, result {i}");
    }

    private static int[] Lengths(RecurrentShape shape, bool padded) => padded ? [.. Enumerable.Range(0, shape.Examples).Select(n => (n * 7) % (shape.Time + 1))] : [];

    private static T[][] RunLstm<T>(KernelTable<T> table, RecurrentShape shape, bool initial, bool padded)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int cells = shape.Examples * shape.Units, all = cells * shape.Time, start = initial ? cells : 0;
        int[] lengths = Lengths(shape, padded);
        using Guarded<T> projection = Variants<T>.Normal(1, 4 * all), weights = Variants<T>.Normal(2, 4 * shape.Units * shape.Units, 0.5 / Math.Sqrt(shape.Units));
        using Guarded<T> state = Variants<T>.Normal(3, start), cell = Variants<T>.Normal(4, start), upstream = Variants<T>.Normal(5, all), toCell = Variants<T>.Normal(6, start);
        using Guarded<T> states = new(all), last = new(cells), gates = new(4 * all), previous = new(all), previousCells = new(all);
        using Guarded<T> toProjection = new(4 * all), toState = new(start), toStart = new(start), tangent = new(all), lastTangent = new(cells);
        table.LstmForward(shape, projection.Span, weights.Span, state.Span, cell.Span, lengths, states.Span, last.Span, [], [], []);
        T[] inference = states.Span.ToArray();
        table.LstmForward(shape, projection.Span, weights.Span, state.Span, cell.Span, lengths, states.Span, last.Span, gates.Span, previous.Span, previousCells.Span);
        Assert.Equal(inference, states.Span.ToArray());
        table.LstmBackward(shape, weights.Span, lengths, gates.Span, previousCells.Span, upstream.Span, toCell.Span, toProjection.Span, toState.Span, toStart.Span);
        table.LstmTangent(shape, projection.Span, weights.Span, state.Span, cell.Span, lengths, gates.Span, previousCells.Span, tangent.Span, lastTangent.Span);
        return
        [
            states.Span.ToArray(), last.Span.ToArray(), gates.Span.ToArray(), previous.Span.ToArray(), previousCells.Span.ToArray(), toProjection.Span.ToArray(),
            toState.Span.ToArray(), toStart.Span.ToArray(), tangent.Span.ToArray(), lastTangent.Span.ToArray(),
        ];
    }

    private static T[][] RunGru<T>(KernelTable<T> table, RecurrentShape shape, bool initial, bool padded)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int cells = shape.Examples * shape.Units, all = cells * shape.Time, start = initial ? cells : 0;
        int[] lengths = Lengths(shape, padded);
        using Guarded<T> projection = Variants<T>.Normal(1, 3 * all), weights = Variants<T>.Normal(2, 3 * shape.Units * shape.Units, 0.5 / Math.Sqrt(shape.Units));
        using Guarded<T> state = Variants<T>.Normal(3, start), bias = Variants<T>.Normal(4, initial ? 3 * shape.Units : 0), upstream = Variants<T>.Normal(5, all);
        using Guarded<T> states = new(all), gates = new(4 * all), previous = new(all), recurrentTangent = Variants<T>.Normal(6, 3 * all);
        using Guarded<T> toProjection = new(3 * all), toRecurrent = new(3 * all), toState = new(start), tangent = new(all);
        table.GruForward(shape, projection.Span, weights.Span, bias.Span, state.Span, lengths, states.Span, [], []);
        T[] inference = states.Span.ToArray();
        table.GruForward(shape, projection.Span, weights.Span, bias.Span, state.Span, lengths, states.Span, gates.Span, previous.Span);
        Assert.Equal(inference, states.Span.ToArray());
        table.GruBackward(shape, weights.Span, lengths, gates.Span, previous.Span, upstream.Span, toProjection.Span, toRecurrent.Span, toState.Span);
        table.GruTangent(shape, projection.Span, recurrentTangent.Span, weights.Span, state.Span, lengths, gates.Span, previous.Span, tangent.Span);
        return
        [
            states.Span.ToArray(), gates.Span.ToArray(), previous.Span.ToArray(), toProjection.Span.ToArray(), toRecurrent.Span.ToArray(), toState.Span.ToArray(),
            tangent.Span.ToArray(),
        ];
    }
}
