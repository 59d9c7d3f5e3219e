using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>A call of a convolution (x, w, b), or of a transposed one: the same three passes, the first two exchanged.</summary>
internal sealed class ConvolutionNode<T> : TapeNode<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _preactivation = new(new Shape(0));
    private readonly Tensor<T> _work = new(new Shape(0));

    public ConvolutionShape Geometry { get; set; }

    public bool Transposed { get; set; }

    public Activation Activation { get; set; }

    internal override Activation Fused => Activation;

    internal override Tensor<T> FusedState => Activation.UsesPreactivation() ? _preactivation : Output;

    private ReadOnlySpan<T> Bias => Third is null ? default : (ReadOnlySpan<T>)Third.Data;

    public override void Dispose()
    {
        _preactivation.Dispose();
        _work.Dispose();
        base.Dispose();
    }

    protected internal override void Forward()
    {
        Span<T> preactivation = default;
        if (Recorded && Activation.UsesPreactivation())
        {
            _preactivation.Resize(Output.Shape);
            preactivation = _preactivation.Data;
        }

        Kernels.ConvolutionForward(Geometry, Transposed, First.Data, Second!.Data, Bias, Activation, Output.Data, preactivation);
    }

    protected internal override void Backward(Tape<T> tape)
    {
        var gradient = Output.Gradient;
        if (Activation != Activation.Identity && !FusedDone)
            Kernels.ActivationBackward(Activation, FusedState.Data, gradient, gradient);
        if (First.RequiresGradient)
            ShareInput(tape, gradient);
        bool withBias = Third is { RequiresGradient: true };
        bool firstBias = withBias && tape.BeginGradient(Third!), biasDone = false;
        if (Second!.RequiresGradient)
        {
            bool firstFilter = tape.BeginGradient(Second);
            biasDone = withBias && !Transposed && firstBias == firstFilter;
            Kernels.ConvolutionBackwardFilter(
                Geometry, Transposed ? gradient : First.Data, Transposed ? First.Data : gradient, Second.Gradient, biasDone ? Third!.Gradient : default, !firstFilter);
        }

        if (withBias && !biasDone)
            Kernels.ColumnSums(Output.Rows, Output.Columns, gradient, Third!.Gradient, !firstBias);
    }

    protected internal override void Pushforward()
    {
        var tangent = Output.Tangent;
        bool begun = First.HasTangent;
        if (First.HasTangent)
            Kernels.ConvolutionForward(Geometry, Transposed, First.Tangent, Second!.Data, default, Activation.Identity, tangent, default);
        if (Second!.HasTangent)
        {
            _work.Resize(Output.Shape);
            var share = begun ? _work.Data : tangent;
            Kernels.ConvolutionForward(Geometry, Transposed, First.Data, Second.Tangent, default, Activation.Identity, share, default);
            if (begun)
                Kernels.Apply(BinaryFunction.Add, tangent, share, tangent);
            begun = true;
        }

        if (!begun)
            tangent.Clear();
        if (Third is { HasTangent: true })
            Kernels.ApplyRow(BinaryFunction.Add, Output.Rows, Output.Columns, tangent, Third.Tangent, tangent);
        if (Activation != Activation.Identity)
            Kernels.ActivationBackward(Activation, FusedState.Data, tangent, tangent);
    }

    /// <summary>dL/dx, times the derivative of the nonlinearity that made x where nothing else reads x: one pass less.</summary>
    private void ShareInput(Tape<T> tape, ReadOnlySpan<T> gradient)
    {
        bool first = tape.BeginGradient(First);
        if (first && First is { Consumers: 1, Producer: { } producer } && producer.Fused != Activation.Identity)
        {
            Kernels.ConvolutionBackwardInput(
                Geometry, Transposed, gradient, Second!.Data, First.Gradient, false, producer.Fused, producer.FusedState.Data);
            producer.FusedDone = true;
            return;
        }

        Kernels.ConvolutionBackwardInput(Geometry, Transposed, gradient, Second!.Data, First.Gradient, !first);
    }
}
