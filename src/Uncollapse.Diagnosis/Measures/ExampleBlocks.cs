using Uncollapse.Data.Preparation;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>Some examples of a split, a block at a time. An example is the same each time it is met, also where it is binarised anew.</summary>
internal sealed class ExampleBlocks
{
    private const int BlockRows = 512;
    private readonly DataView _view;
    private readonly int[] _indices;
    private readonly Rng _rng;
    private readonly float[] _buffer;

    public ExampleBlocks(DataView view, int[] indices, Rng rng)
    {
        _view = view;
        _indices = indices;
        _rng = rng;
        _buffer = new float[Math.Min(BlockRows, indices.Length) * view.RowSize];
    }

    /// <summary>Examples in all.</summary>
    public int Examples => _indices.Length;

    /// <summary>Numbers in one example.</summary>
    public int Outputs => _view.OutputSize;

    /// <summary>Numbers in a row: an example and what is told of it.</summary>
    public int RowSize => _view.RowSize;

    /// <summary>Positions of the examples in the split.</summary>
    public ReadOnlySpan<int> Indices => _indices;

    /// <summary>How many blocks there are.</summary>
    public int Count => (_indices.Length + BlockRows - 1) / BlockRows;

    /// <summary>The position among the examples where a block starts.</summary>
    public static int Start(int block) => block * BlockRows;

    /// <summary>The examples at some of these positions.</summary>
    public ExampleBlocks Some(int[] positions) => new(_view, Array.ConvertAll(positions, p => _indices[p]), _rng);

    /// <summary>Reads a block, in rows; valid until the next is read.</summary>
    public ReadOnlySpan<float> Read(int block)
    {
        ReadOnlySpan<int> rows = _indices.AsSpan(Start(block), Math.Min(BlockRows, _indices.Length - Start(block)));
        Span<float> values = _buffer.AsSpan(0, rows.Length * RowSize);
        if (_view.Transform.Binarisation == Binarisation.Dynamic)
        {
            for (int i = 0; i < rows.Length; i++)
                _view.Read(rows.Slice(i, 1), _rng.Fork((ulong)rows[i]), values.Slice(i * RowSize, RowSize));
        }
        else
        {
            _view.Read(rows, default, values);
        }

        return values;
    }
}
