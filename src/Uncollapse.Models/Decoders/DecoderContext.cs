using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Decoders;

/// <summary>What a decoder sees of an example beside its code. A decoder that uses nothing sees nothing.</summary>
/// <param name="Past">The example itself, [rows, outputs], for a decoder that is taught by its own past (teacher forcing); null for none.</param>
/// <param name="Skips">Features that bypass the code, one tensor a skip; null for none, or to hide them: a decoder that looks at skips then sees zeros.</param>
/// <param name="Condition">What is told of the example, [rows, conditions]; null for none.</param>
/// <param name="LogLibrary">The logarithm of the sum of the example's counts, [rows, 1]; null for none.</param>
public readonly record struct DecoderContext<T>(Tensor<T>? Past, IReadOnlyList<Tensor<T>>? Skips, Tensor<T>? Condition, Tensor<T>? LogLibrary = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The same context, each example several times in a row, for several codes an example.</summary>
    public DecoderContext<T> Repeat(Tape<T> tape, int samples) => samples == 1
        ? this
        : new DecoderContext<T>(
            Past is null ? null : tape.RepeatRows(Past, samples),
            Skips is null ? null : Repeat(Skips, tape, samples),
            Condition is null ? null : tape.RepeatRows(Condition, samples),
            LogLibrary is null ? null : tape.RepeatRows(LogLibrary, samples));

    // A method of its own: a closure would be allocated at every call of the other, skips or none.
    private static Tensor<T>[] Repeat(IReadOnlyList<Tensor<T>> skips, Tape<T> tape, int samples) =>
        [.. skips.Select(skip => Repeat(skip, tape, samples))];

    // A plane of features is an example's, not a row's.
    private static Tensor<T> Repeat(Tensor<T> skip, Tape<T> tape, int samples)
    {
        if (skip.Shape.Rank < 4)
            return tape.RepeatRows(skip, samples);

        int examples = skip.Shape[0];
        var repeated = tape.RepeatRows(tape.View(skip, new Shape(examples, skip.Length / examples)), samples);
        return tape.View(repeated, new Shape(examples * samples, skip.Shape[1], skip.Shape[2], skip.Shape[3]));
    }
}
