using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>What the operations on sequences promise beyond derivatives.</summary>
public sealed class SequenceTests : IDisposable
{
    private readonly Tape<double> _tape = new();

    public void Dispose() => _tape.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ASentenceInAPaddedBatchHasTheStatesItHasAlone(bool reverse)
    {
        using var input = Normal(1, new Shape(3, 6, 5));
        using var inputWeight = Normal(2, new Shape(5, 28));
        using var weight = Normal(3, new Shape(7, 28));
        using var lengths = new Tensor<double>(new Shape(3), [2, 6, 4]);
        var (batch, cells) = _tape.LstmWithCell(input, inputWeight, weight, null, null, null, lengths, reverse);
        var last = _tape.LastState(batch, lengths, reverse);
        for (int n = 0; n < 3; n++)
        {
            int length = (int)lengths.Data[n];
            using var own = new Tensor<double>(new Shape(1, length, 5), input.Data.Slice(n * 30, length * 5));
            var (alone, cell) = _tape.LstmWithCell(own, inputWeight, weight, reverse: reverse);
            Close.Assert(alone.Data, batch.Data.Slice(n * 42, length * 7), 1e-12, "states");
            Close.Assert(cell.Data, cells.Data.Slice(n * 7, 7), 1e-12, "cell");
            Close.Assert(_tape.LastState(alone, null, reverse).Data, last.Data.Slice(n * 7, 7), 1e-12, "last state");
            Assert.All(batch.Data.Slice((n * 42) + (length * 7), (6 - length) * 7).ToArray(), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void StepsOneAtATimeAreTheSequence()
    {
        using var input = Normal(1, new Shape(2, 4, 5));
        using var lstmInput = Normal(2, new Shape(5, 140));
        using var lstmWeight = Normal(3, new Shape(35, 140));
        using var gruInput = Normal(4, new Shape(5, 105));
        using var gruWeight = Normal(5, new Shape(35, 105));
        _tape.Mode = TapeMode.Inference;
        var whole = _tape.Lstm(input, lstmInput, lstmWeight);
        var gated = _tape.Gru(input, gruInput, gruWeight);
        Tensor<double>? state = null, cell = null, gate = null;
        for (int t = 0; t < 4; t++)
        {
            var step = _tape.SliceTime(input, t, 1);
            (state, cell) = _tape.LstmWithCell(step, lstmInput, lstmWeight, null, state, cell);
            gate = _tape.Gru(step, gruInput, gruWeight, initialState: gate);
            state = _tape.LastState(state);
            gate = _tape.LastState(gate);
            Close.Assert(_tape.SliceTime(whole, t, 1).Data, state.Data, 1e-12, "lstm");
            Close.Assert(_tape.SliceTime(gated, t, 1).Data, gate.Data, 1e-12, "gru");
        }
    }

    [Fact]
    public void TheLastQueriesAloneFindWhatAllFind()
    {
        using var keys = Normal(1, new Shape(2, 7, 6));
        using var values = Normal(2, new Shape(2, 7, 6));
        using var queries = Normal(3, new Shape(2, 7, 6));
        var all = _tape.CausalAttention(queries, keys, values, 3);
        var last = _tape.CausalAttention(_tape.SliceTime(queries, 5, 2), keys, values, 3);
        Close.Assert(_tape.SliceTime(all, 5, 2).Data, last.Data, 1e-12, "attention");
    }

    [Fact]
    public void TokenIdsAreShiftedAndMeasured()
    {
        using var ids = new Tensor<double>(new Shape(3, 4), [5, 6, 7, 0, 0, 0, 0, 0, 1, 0, 2, 0]);
        Assert.Equal([3, 0, 3], TokenIds.Lengths(_tape, ids).Data.ToArray());
        Assert.Equal([9, 5, 6, 7, 9, 0, 0, 0, 9, 1, 0, 2], TokenIds.ShiftRight(_tape, ids, 9).Data.ToArray());
        Assert.Equal([2, 3, 4, 2, 3, 4], TokenIds.Positions(_tape, 2, 3, first: 2).Data.ToArray());
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedInWords()
    {
        using var table = Normal(1, new Shape(6, 3));
        using var sequence = Normal(2, new Shape(2, 3, 4));
        using var weight = Normal(3, new Shape(4, 20));
        using var recurrent = Normal(4, new Shape(5, 20));
        using var logits = Normal(5, new Shape(6, 3));
        foreach (double id in new[] { 6, -1, 0.5, double.NaN })
        {
            using var ids = new Tensor<double>(new Shape(1, 2), [1, id]);
            var error = Assert.Throws<ShapeException>(() => _tape.Embedding(ids, table));
            Assert.Contains("whole numbers from 0 to 5", error.Message, StringComparison.Ordinal);
        }

        using var lengths = new Tensor<double>(new Shape(2), [1, 4]);
        using var three = new Tensor<double>(new Shape(3));
        Assert.Throws<ShapeException>(() => _tape.Lstm(sequence, weight, recurrent, lengths: lengths));
        Assert.Throws<ShapeException>(() => _tape.Lstm(sequence, weight, recurrent, lengths: three));
        Assert.Throws<ShapeException>(() => _tape.Lstm(table, weight, recurrent));
        Assert.Throws<ShapeException>(() => _tape.Lstm(sequence, weight, weight));
        Assert.Throws<ShapeException>(() => _tape.Lstm(sequence, weight, recurrent, initialState: table));
        Assert.Throws<ShapeException>(() => _tape.Gru(sequence, weight, recurrent));
        Assert.Throws<ShapeException>(() => _tape.CausalAttention(sequence, sequence, sequence, 3));
        Assert.Throws<ShapeException>(() => _tape.CausalAttention(sequence, _tape.SliceTime(sequence, 0, 2), _tape.SliceTime(sequence, 0, 2), 2));
        Assert.Throws<ShapeException>(() => _tape.AddOverTime(sequence, table));
        Assert.Throws<ShapeException>(() => _tape.ConcatOverTime(sequence, three));
        Assert.Throws<ShapeException>(() => _tape.SliceTime(sequence, 2, 2));
        Assert.Throws<ShapeException>(() => _tape.CategoricalLogLikelihood(logits, lengths));
        using var levels = new Tensor<double>(new Shape(6, 1), [0, 1, 2, 3, 4, 256]);
        Assert.Throws<ShapeException>(() => _tape.DiscretisedLogisticMixtureLogLikelihood(logits, levels, 1));
        Assert.Throws<ShapeException>(() => _tape.DiscretisedLogisticMixtureLogLikelihood(logits, levels, 2));
    }

    private static Tensor<double> Normal(ulong seed, Shape shape)
    {
        var tensor = new Tensor<double>(shape, requiresGradient: true);
        new Rng(seed).FillNormal(tensor.Data);
        return tensor;
    }
}
