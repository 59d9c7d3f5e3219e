using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Decoders;

/// <summary>A transformer one token at a time: it remembers the tokens and reads them all again, which for sentences costs little.</summary>
internal sealed class TransformerStepper<T>(TransformerDecoder<T> decoder) : TokenStepper<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _code = new(new Shape(1));
    private readonly Tensor<T> _ids = new(new Shape(1));
    private int[][] _past = [];
    private int _time;

    public override void Start(Tensor<T> code)
    {
        _code.Resize(code.Shape);
        _code.CopyFrom(code);
        _past = new int[code.Rows][];
        for (int row = 0; row < _past.Length; row++)
            _past[row] = new int[16];
        _time = 0;
    }

    public override ReadOnlySpan<T> Next(ReadOnlySpan<int> tokens)
    {
        Tape.Reset();
        _ids.Resize(new Shape(tokens.Length, _time + 1));
        for (int row = 0; row < tokens.Length; row++)
        {
            if (_time == _past[row].Length)
                Array.Resize(ref _past[row], 2 * _time);
            _past[row][_time] = tokens[row];
            for (int t = 0; t <= _time; t++)
                _ids.Data[(row * (_time + 1)) + t] = T.CreateChecked(_past[row][t]);
        }

        _time++;
        return decoder.LastLogits(_ids, _code, new Pass<T>(Tape, false, default)).Data;
    }

    public override void Reorder(ReadOnlySpan<int> parents)
    {
        int[][] chosen = new int[_past.Length][];
        for (int row = 0; row < chosen.Length; row++)
            chosen[row] = (int[])_past[parents[row]].Clone();
        _past = chosen;
    }

    public override void Dispose()
    {
        _code.Dispose();
        _ids.Dispose();
        base.Dispose();
    }
}
