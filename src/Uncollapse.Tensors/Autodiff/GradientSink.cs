using System.Numerics;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Memory;

namespace Uncollapse.Tensors.Autodiff;

/// <summary>Where an operation writes an input's share of the gradient: straight into the gradient when it is the first of this
/// backward pass (no zeroing, no second pass over memory), else into scratch that is added when the sink is disposed.</summary>
public readonly ref struct GradientSink<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tape<T>? _tape;
    private readonly Tensor<T>? _target;
    private readonly NativeBuffer<T>? _scratch;

    internal GradientSink(Tape<T> tape, Tensor<T> target, NativeBuffer<T>? scratch)
    {
        _tape = tape;
        _target = target;
        _scratch = scratch;
        Span = scratch is null ? target.Gradient : scratch.Span[..target.Length];
    }

    /// <summary>To be overwritten entirely by the input's share. Empty when the input needs no gradient.</summary>
    public Span<T> Span { get; }

    /// <summary>Whether the input needs a gradient.</summary>
    public bool IsNeeded => _target is not null;

    /// <summary>Adds the share where it went to scratch.</summary>
    public void Dispose()
    {
        if (_scratch is null || _target is null)
            return;

        KernelTable<T>.Current.Apply(BinaryFunction.Add, _target.Gradient, Span, _target.Gradient);
        _tape!.ReturnScratch();
    }
}
