namespace Uncollapse.Training.Checkpoints;

/// <summary>
/// A copy in memory of named tensors and of the position they belong to. Taking one costs a copy of the weights and, after the first, no allocation of arrays.
/// </summary>
internal sealed class Snapshot
{
    private readonly NamedTensor[] _live;
    private readonly float[][] _values;

    /// <summary>Room for these tensors; nothing is taken yet.</summary>
    internal Snapshot(IEnumerable<NamedTensor> live)
    {
        _live = [.. live];
        _values = Array.ConvertAll(_live, named => new float[named.Tensor.Length]);
    }

    /// <summary>The position; null before the first <see cref="Take"/>.</summary>
    internal CheckpointState? State { get; private set; }

    internal int Count => _live.Length;

    internal string Name(int index) => _live[index].Name;

    internal int[] Shape(int index) => CheckpointFile.Extents(_live[index].Tensor.Shape);

    internal ReadOnlySpan<float> Values(int index) => _values[index];

    /// <summary>Copies the tensors as they are now.</summary>
    internal void Take(CheckpointState state)
    {
        for (int i = 0; i < _live.Length; i++) _live[i].Tensor.Data.CopyTo(_values[i]);
        State = state;
    }

    /// <summary>Puts the copied values back into the tensors.</summary>
    internal void Restore()
    {
        for (int i = 0; i < _live.Length; i++) _values[i].CopyTo(_live[i].Tensor.Data);
    }
}
