using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>Plain functions on token ids, [examples, time], whole numbers in an ordinary tensor with 0 for padding. Nothing flows through them.</summary>
public static class TokenIds
{
    /// <summary>The id of padding.</summary>
    public const int Padding = 0;

    /// <summary>The number of steps up to each example's last token that is no padding, [examples].</summary>
    public static Tensor<T> Lengths<T>(Tape<T> tape, Tensor<T> ids)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lengths = tape.Constant(new Shape(ids.Rows));
        for (int row = 0; row < ids.Rows; row++)
            lengths.Data[row] = T.CreateChecked(ids.Data.Slice(row * ids.Columns, ids.Columns).LastIndexOfAnyExcept(T.Zero) + 1);
        return lengths;
    }

    /// <summary>Teacher forcing's input: the ids one step later, with a start token before the first; the last is left out. [examples, time].</summary>
    /// <param name="tape">Holds the result until its reset.</param>
    /// <param name="ids">[examples, time].</param>
    /// <param name="start">The id of the token that stands before every first.</param>
    public static Tensor<T> ShiftRight<T>(Tape<T> tape, Tensor<T> ids, int start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shifted = tape.Constant(ids.Shape);
        int time = ids.Columns;
        if (time == 0)
            return shifted;
        for (int row = 0; row < ids.Rows; row++)
        {
            var to = shifted.Data.Slice(row * time, time);
            to[0] = T.CreateChecked(start);
            ids.Data.Slice(row * time, time - 1).CopyTo(to[1..]);
        }

        return shifted;
    }

    /// <summary>The numbers of the steps, first, first + 1, ..., the same for every example, [examples, time]: for an embedding of positions.</summary>
    public static Tensor<T> Positions<T>(Tape<T> tape, int examples, int time, int first = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var positions = tape.Constant(new Shape(examples, time));
        for (int i = 0; i < positions.Length; i++)
            positions.Data[i] = T.CreateChecked(first + (i % time));
        return positions;
    }
}
