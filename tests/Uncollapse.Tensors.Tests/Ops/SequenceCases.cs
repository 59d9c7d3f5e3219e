using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>The operations on sequences and tokens, with odd sizes, padding, both directions and given initial states.</summary>
internal static class SequenceCases
{
    private static readonly Shape Sequence = new(3, 4, 5);
    private static readonly Shape Code = new(3, 5);

    public static IEnumerable<OpCase> All()
    {
        yield return new EmbeddingCase();
        foreach (bool reverse in new[] { false, true })
        {
            foreach (bool padded in new[] { false, true })
            {
                yield return new LstmCase(padded, reverse, initial: false, cell: false);
                yield return new LstmCase(padded, reverse, initial: true, cell: false);
                yield return new LstmCase(padded, reverse, initial: true, cell: true);
                yield return new GruCase(padded, reverse, initial: false);
                yield return new GruCase(padded, reverse, initial: true);
            }
        }

        yield return new WideLstmCase();
        yield return new WideGruCase();
        yield return new AddOverTimeCase();
        yield return new ConcatOverTimeCase();
        yield return new SliceTimeCase();
        yield return new ConcatTimeCase(code: false);
        yield return new ConcatTimeCase(code: true);
        yield return new LastStateCase(padded: false, reverse: false);
        yield return new LastStateCase(padded: true, reverse: false);
        yield return new LastStateCase(padded: false, reverse: true);
        yield return new CategoricalCase(ignored: null, 0);
        yield return new CategoricalCase(ignored: 0, 0);
        yield return new CategoricalCase(ignored: 0, 0.25);
        yield return new SequenceLinearCase();
        yield return new AttentionCase(3, heads: 2, features: 4, padded: false, tied: false);
        yield return new AttentionCase(1, heads: 2, features: 4, padded: true, tied: false);
        yield return new AttentionCase(4, heads: 1, features: 3, padded: true, tied: false);
        yield return new AttentionCase(4, heads: 2, features: 4, padded: false, tied: true);
        yield return new WideAttentionCase();
        yield return new LogisticMixtureCase(channels: 1, 0);
        yield return new LogisticMixtureCase(channels: 3, 0);
        yield return new LogisticMixtureCase(channels: 1, 0.5);
    }

    private static Tensor<T> Whole<T>(Tape<T> tape, Shape shape, params ReadOnlySpan<int> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensor = tape.Constant(shape);
        for (int i = 0; i < values.Length; i++)
            tensor.Data[i] = T.CreateChecked(values[i]);
        return tensor;
    }

    private static Tensor<T>? Lengths<T>(Tape<T> tape, bool padded)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => padded ? Whole(tape, new Shape(3), 2, 4, 0) : null;

    private sealed class EmbeddingCase() : OpCase("embedding", new OpInput(new Shape(6, 5)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.Embedding(Whole(tape, new Shape(3, 3), 1, 5, 1, 0, 2, 5, 5, 1, 0), inputs[0]);
    }

    private sealed class LstmCase(bool padded, bool reverse, bool initial, bool cell) : OpCase(
        $"lstm{(padded ? ", padded" : string.Empty)}{(reverse ? ", reverse" : string.Empty)}{(initial ? ", initial" : string.Empty)}{(cell ? ", last cell" : string.Empty)}",
        new OpInput(Sequence),
        new OpInput(new Shape(5, 12), -1, 1),
        new OpInput(new Shape(3, 12), -1, 1),
        new OpInput(new Shape(12), -1, 1),
        new OpInput(new Shape(3, 3), Constant: !initial),
        new OpInput(new Shape(3, 3), Constant: !initial))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs)
        {
            var (state, start) = (initial ? inputs[4] : null, initial ? inputs[5] : null);
            if (!cell)
                return tape.Lstm(inputs[0], inputs[1], inputs[2], inputs[3], state, start, Lengths(tape, padded), reverse);

            // The cell alone, and both: the walk must take either gradient.
            var (states, last) = tape.LstmWithCell(inputs[0], inputs[1], inputs[2], inputs[3], state, start, Lengths(tape, padded), reverse);
            return padded ? tape.Affine(last, 1) : tape.ConcatColumns(last, tape.LastState(states, null, reverse));
        }
    }

    private sealed class GruCase(bool padded, bool reverse, bool initial) : OpCase(
        $"gru{(padded ? ", padded" : string.Empty)}{(reverse ? ", reverse" : string.Empty)}{(initial ? ", initial" : string.Empty)}",
        new OpInput(Sequence),
        new OpInput(new Shape(5, 9), -1, 1),
        new OpInput(new Shape(3, 9), -1, 1),
        new OpInput(new Shape(9), -1, 1),
        new OpInput(new Shape(9), -1, 1, Constant: !initial),
        new OpInput(new Shape(3, 3), Constant: !initial))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Gru(
            inputs[0], inputs[1], inputs[2], inputs[3], initial ? inputs[4] : null, initial ? inputs[5] : null, Lengths(tape, padded), reverse);
    }

    /// <summary>More examples than a register tile has rows, and units beyond its columns.</summary>
    private sealed class WideLstmCase() : OpCase(
        "lstm, wide", new OpInput(new Shape(17, 2, 3)), new OpInput(new Shape(3, 148), -0.5, 0.5), new OpInput(new Shape(37, 148), -0.3, 0.3))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Lstm(inputs[0], inputs[1], inputs[2]);
    }

    private sealed class WideGruCase() : OpCase(
        "gru, wide", new OpInput(new Shape(17, 2, 3)), new OpInput(new Shape(3, 111), -0.5, 0.5), new OpInput(new Shape(37, 111), -0.3, 0.3))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Gru(inputs[0], inputs[1], inputs[2]);
    }

    private sealed class AddOverTimeCase() : OpCase("add over time", new OpInput(Sequence), new OpInput(Code))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.AddOverTime(inputs[0], inputs[1]);
    }

    private sealed class ConcatOverTimeCase() : OpCase("concat over time", new OpInput(Sequence), new OpInput(new Shape(3, 2)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.ConcatOverTime(inputs[0], inputs[1]);
    }

    private sealed class SliceTimeCase() : OpCase("slice time", new OpInput(Sequence))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.SliceTime(inputs[0], 1, 2);
    }

    private sealed class ConcatTimeCase(bool code) : OpCase(
        $"concat time{(code ? ", code" : string.Empty)}", new OpInput(code ? Code : new Shape(3, 2, 5)), new OpInput(Sequence))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.ConcatTime(inputs[0], inputs[1]);
    }

    private sealed class LastStateCase(bool padded, bool reverse) : OpCase(
        $"last state{(padded ? ", padded" : string.Empty)}{(reverse ? ", reverse" : string.Empty)}", new OpInput(Sequence))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.LastState(inputs[0], Lengths(tape, padded), reverse);
    }

    private sealed class CategoricalCase(int? ignored, double expected) : OpCase(
        $"categorical log-likelihood, {(ignored is null ? "all" : "padded")}, expected {expected}", new OpInput(new Shape(6, 7), -3, 3))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.CategoricalLogLikelihood(
            inputs[0], Whole(tape, new Shape(2, 3), 1, 6, 0, 3, 0, 0), ignored, T.CreateChecked(expected));
    }

    /// <summary>A linear layer keeps the time of a sequence.</summary>
    private sealed class SequenceLinearCase() : OpCase("linear, sequence", new OpInput(Sequence), new OpInput(new Shape(5, 5), -1, 1))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.Add(tape.Linear(inputs[0], inputs[1]), inputs[0]);
    }

    private sealed class AttentionCase(int queries, int heads, int features, bool padded, bool tied) : OpCase(
        $"causal attention, {queries} queries, {heads} heads{(padded ? ", padded" : string.Empty)}{(tied ? ", tied" : string.Empty)}",
        new OpInput(new Shape(3, queries, features)),
        new OpInput(new Shape(3, 4, features), Constant: tied),
        new OpInput(new Shape(3, 4, features), Constant: tied))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) =>
            tape.CausalAttention(inputs[0], inputs[tied ? 0 : 1], inputs[tied ? 0 : 2], heads, Lengths(tape, padded));
    }

    /// <summary>More queries and keys than a register tile, and heads wider than a vector.</summary>
    private sealed class WideAttentionCase() : OpCase(
        "causal attention, wide", new OpInput(new Shape(1, 17, 38)), new OpInput(new Shape(1, 35, 38)), new OpInput(new Shape(1, 35, 38)))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.CausalAttention(inputs[0], inputs[1], inputs[2], 2);
    }

    private sealed class LogisticMixtureCase(int channels, double expected) : OpCase(
        $"discretised logistic mixture, {channels} channels, expected {expected}", new OpInput(new Shape(6, channels == 1 ? 9 : 30), -2.5, 1.5))
    {
        public override Tensor<T> Build<T>(Tape<T> tape, IReadOnlyList<Tensor<T>> inputs) => tape.DiscretisedLogisticMixtureLogLikelihood(
            inputs[0],
            channels == 1
                ? Whole(tape, new Shape(2, 3), 0, 255, 128, 1, 254, 77)
                : Whole(tape, new Shape(2, 9), 0, 255, 128, 1, 254, 77, 255, 255, 0, 10, 0, 255, 200, 13, 99, 0, 0, 0),
            channels,
            T.CreateChecked(expected));
    }
}
