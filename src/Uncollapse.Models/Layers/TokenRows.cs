using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>Rows of token ids, [examples, time], without the columns that are padding in all of them.</summary>
internal static class TokenRows
{
    /// <summary>The first columns, up to the longest sentence's last token, one at least.</summary>
    public static Tensor<T> Trim<T>(Tape<T> tape, Tensor<T> ids)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int longest = 1;
        for (int row = 0; row < ids.Rows; row++)
            longest = Math.Max(longest, ids.Data.Slice(row * ids.Columns, ids.Columns).LastIndexOfAnyExcept(T.Zero) + 1);
        return First(tape, ids, longest);
    }

    /// <summary>The first columns.</summary>
    public static Tensor<T> First<T>(Tape<T> tape, Tensor<T> ids, int time)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (time == ids.Columns)
            return ids;

        var result = tape.Constant(new Shape(ids.Rows, time));
        for (int row = 0; row < ids.Rows; row++)
            ids.Data.Slice(row * ids.Columns, time).CopyTo(result.Data[(row * time)..]);
        return result;
    }

    /// <summary>What a decoder reads: the ids one step later behind a start token, some of them hidden.</summary>
    /// <param name="tape">Holds the result until its reset.</param>
    /// <param name="ids">[examples, time].</param>
    /// <param name="hidden">The probability that a token, the start aside, reads as unknown.</param>
    /// <param name="pass">The walk: its key draws what is hidden.</param>
    public static Tensor<T> Inputs<T>(Tape<T> tape, Tensor<T> ids, double hidden, in Pass<T> pass)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var inputs = TokenIds.ShiftRight(tape, ids, SpecialTokens.Start);
        if (hidden == 0)
            return inputs;

        var draws = tape.Constant(inputs.Shape);
        NoiseOp.FillUniform(pass.Rng.Fork("context dropout"), draws.Data);
        var share = T.CreateChecked(hidden);
        var unknown = T.CreateChecked(SpecialTokens.Unknown);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (i % inputs.Columns > 0 && draws.Data[i] < share && inputs.Data[i] != T.Zero)
                inputs.Data[i] = unknown;
        }

        return inputs;
    }

    /// <summary>What a decoder reads where the past is hidden: a start token, then nothing but unknown ones.</summary>
    public static Tensor<T> HiddenInputs<T>(Tape<T> tape, int examples, int time)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var inputs = tape.Constant(new Shape(examples, time));
        inputs.Data.Fill(T.CreateChecked(SpecialTokens.Unknown));
        for (int row = 0; row < examples; row++)
            inputs.Data[row * time] = T.CreateChecked(SpecialTokens.Start);
        return inputs;
    }
}
