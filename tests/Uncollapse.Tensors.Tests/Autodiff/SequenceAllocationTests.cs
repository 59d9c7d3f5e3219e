using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Tests.Autodiff;

/// <summary>Steps of text allocate nothing once the tape has seen its largest batch.</summary>
public sealed class SequenceAllocationTests
{
    private const int Units = 12;

    [Fact]
    public void StepsOfChangingSizeAllocateNothing()
    {
        using var tape = new Tape<float>();
        using var ids = new Tensor<float>(new Shape(6, 9));
        using var table = Weight(new Shape(20, 8));
        using var lstmInput = Weight(new Shape(8, 4 * Units));
        using var lstmWeight = Weight(new Shape(Units, 4 * Units));
        using var gruInput = Weight(new Shape(Units, 3 * Units));
        using var gruWeight = Weight(new Shape(Units, 3 * Units));
        using var output = Weight(new Shape(2 * Units, 20));
        void Step(int step)
        {
            ids.Resize(step % 3 == 2 ? new Shape(4, 5) : new Shape(6, 9));
            for (int i = 0; i < ids.Length; i++)
                ids.Data[i] = (i + step) % 20;
            tape.Mode = step % 4 == 3 ? TapeMode.Inference : TapeMode.Record;
            tape.Reset();
            var lengths = TokenIds.Lengths(tape, ids);
            var input = tape.Embedding(TokenIds.ShiftRight(tape, ids, 1), table);
            var (states, cell) = tape.LstmWithCell(input, lstmInput, lstmWeight, lengths: lengths);
            var gated = tape.Gru(tape.AddOverTime(states, cell), gruInput, gruWeight, initialState: tape.LastState(states, lengths), lengths: lengths, reverse: true);
            var attended = tape.CausalAttention(gated, states, tape.ConcatTime(tape.SliceTime(gated, 0, 2), tape.SliceTime(states, 2, states.Shape[1] - 2)), 3, lengths);
            var logits = tape.Linear(tape.ConcatOverTime(attended, cell), output);
            var loss = tape.Mean(tape.CategoricalLogLikelihood(logits, ids, TokenIds.Padding, 1f / ids.Rows));
            if (tape.Mode == TapeMode.Record)
                tape.Backward(loss);
        }

        for (int step = 0; step < 40; step++)
            Step(step);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 40; step < 80; step++)
            Step(step);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Tensor<float> Weight(Shape shape)
    {
        var tensor = new Tensor<float>(shape, requiresGradient: true);
        new Rng(5).FillNormal(tensor.Data);
        return tensor;
    }
}
