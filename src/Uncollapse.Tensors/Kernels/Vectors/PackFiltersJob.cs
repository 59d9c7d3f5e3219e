using System.Numerics;
using System.Runtime.InteropServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// Filters in the order in which <see cref="CorrelationJob{T, V}"/> reads them: by phase, group and panel of two vectors of columns; there tap by tap,
/// each [depth, two vectors], with zeros where columns are missing. Narrow results' filters are dense, a column after the other.
/// </summary>
internal readonly unsafe struct PackFiltersJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private readonly ConvolutionShape _shape;
    private readonly TapPhase* _phases;
    private readonly T* _filter, _packed;
    private readonly int _phaseCount, _depth, _columns, _panels;
    private readonly bool _adjoint;

    internal PackFiltersJob(ConvolutionShape shape, bool adjoint, TapPhase* phases, int phaseCount, T* filter, T* packed)
    {
        int inner = shape.Channels / shape.Settings.Groups, outer = shape.OutputChannels / shape.Settings.Groups;
        (_depth, _columns) = adjoint ? (outer, inner) : (inner, outer);
        _panels = (_columns + (2 * V.Count) - 1) / (2 * V.Count);
        (_shape, _adjoint, _phaseCount) = (shape, adjoint, phaseCount);
        _phases = phases;
        _filter = filter;
        _packed = packed;
    }

    internal void Run()
    {
        PackFiltersJob<T, V> job = this;
        Workers.Run(ref job, _phaseCount * _shape.Settings.Groups * _panels);
    }

    public void Execute(int tile)
    {
        const int Vectors = 2;
        int width = Vectors * V.Count, panel = tile % _panels, group = tile / _panels % _shape.Settings.Groups;
        ref readonly TapPhase phase = ref _phases[tile / _panels / _shape.Settings.Groups];
        int first = panel * width, valid = Math.Min(width, _columns - first), outputs = _shape.OutputChannels, inner = _shape.Channels / _shape.Settings.Groups;
        T* to = _packed + phase.Packed + ((nint)((group * _panels) + panel) * phase.Count * _depth * width);
        if (CorrelationJob<T, V>.IsNarrow(_columns, _depth))
        {
            Dense(in phase, group, to);
            return;
        }
        for (int i = 0; i < phase.Count; i++, to += _depth * width)
        {
            // w[tap, inner, outputs]
            T* tap = _filter + ((nint)phase.Taps[i] * inner * outputs);
            if (_adjoint) Transpose<T>.Pack(tap + ((nint)first * outputs) + (group * _depth), outputs, valid, _depth, to, width);
            else Copy(tap + (group * _columns) + first, outputs, valid, to, width);
        }
    }

    private void Copy(T* from, int stride, int valid, T* to, int width)
    {
        for (int row = 0; row < _depth; row++, from += stride, to += width)
        {
            NativeMemory.Copy(from, to, (nuint)(valid * sizeof(T)));
            NativeMemory.Clear(to + valid, (nuint)((width - valid) * sizeof(T)));
        }
    }

    private void Dense(in TapPhase phase, int group, T* to)
    {
        int outputs = _shape.OutputChannels, inner = _shape.Channels / _shape.Settings.Groups;
        for (int column = 0; column < _columns; column++)
        {
            for (int i = 0; i < phase.Count; i++, to += _depth)
            {
                T* tap = _filter + ((nint)phase.Taps[i] * inner * outputs);
                T* from = _adjoint ? tap + ((nint)column * outputs) + (group * _depth) : tap + (group * _columns) + column;
                nint stride = _adjoint ? 1 : outputs;
                for (int k = 0; k < _depth; k++) to[k] = from[k * stride];
            }
        }
    }
}
