using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Decoders;

/// <summary>A recurrent decoder one token at a time: between steps it keeps the layers' states.</summary>
internal sealed class RecurrentStepper<T>(RecurrentDecoder<T> decoder) : TokenStepper<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _code = new(new Shape(1));
    private readonly Tensor<T>[] _states = Make(decoder);
    private readonly Tensor<T>[] _cells = Make(decoder);
    private readonly Tensor<T> _ids = new(new Shape(1));
    private T[] _room = [];

    private Pass<T> Pass => new(Tape, false, default);

    public override void Start(Tensor<T> code)
    {
        _code.Resize(code.Shape);
        _code.CopyFrom(code);
        Tape.Reset();
        for (int i = 0; i < _states.Length; i++)
        {
            var first = decoder.First(i, _code, Pass);
            var shape = new Shape(code.Rows, decoder.Layers[i].Units);
            Keep(_states[i], first.State, shape);
            Keep(_cells[i], first.Cell, shape);
        }
    }

    public override ReadOnlySpan<T> Next(ReadOnlySpan<int> tokens)
    {
        Tape.Reset();
        _ids.Resize(new Shape(tokens.Length, 1));
        for (int row = 0; row < tokens.Length; row++)
            _ids.Data[row] = T.CreateChecked(tokens[row]);
        var sequence = decoder.Embed(_ids, _code, Pass);
        for (int i = 0; i < _states.Length; i++)
        {
            var (state, cell) = decoder.Layers[i].Step(sequence, new RecurrentState<T>(_states[i], decoder.Layers[i].IsLstm ? _cells[i] : null), Pass);
            state.Data.CopyTo(_states[i].Data);
            cell?.Data.CopyTo(_cells[i].Data);
            sequence = decoder.WithCode(i, state, _code, Pass);
        }

        return decoder.StepLogits(sequence, Pass).Data;
    }

    public override void Reorder(ReadOnlySpan<int> parents)
    {
        for (int i = 0; i < _states.Length; i++)
        {
            Reorder(_states[i], parents);
            Reorder(_cells[i], parents);
        }
    }

    public override void Dispose()
    {
        _code.Dispose();
        _ids.Dispose();
        foreach (var tensor in _states.Concat(_cells))
            tensor.Dispose();
        base.Dispose();
    }

    private static Tensor<T>[] Make(RecurrentDecoder<T> decoder) => [.. decoder.Layers.Select(_ => new Tensor<T>(new Shape(1)))];

    private static void Keep(Tensor<T> kept, Tensor<T>? value, Shape shape)
    {
        kept.Resize(shape);
        if (value is null)
            kept.Data.Clear();
        else
            value.Data.CopyTo(kept.Data);
    }

    private void Reorder(Tensor<T> kept, ReadOnlySpan<int> parents)
    {
        if (_room.Length < kept.Length)
            _room = new T[kept.Length];
        kept.Data.CopyTo(_room);
        int columns = kept.Columns;
        for (int row = 0; row < parents.Length; row++)
            _room.AsSpan(parents[row] * columns, columns).CopyTo(kept.Data[(row * columns)..]);
    }
}
