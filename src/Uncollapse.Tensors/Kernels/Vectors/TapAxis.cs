namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// One axis of a convolution, seen from the result. Step u makes result u TargetStep + offset(phase) from source u SourceStep + offset(tap), summed over
/// the phase's taps. Forward there is one phase and the source moves by the stride; in the other direction the results fall into as many phases as the
/// stride, each a convolution with stride one by every stride-th tap.
/// </summary>
internal readonly struct TapAxis
{
    /// <summary>Extents of source and result, and how far a step moves in each.</summary>
    internal readonly int SourceSize, TargetSize, SourceStep, TargetStep;

    /// <summary>The first step of any phase and the end, and the least and the greatest offset of a tap.</summary>
    internal readonly int First, End, Low, High;

    private readonly int _stride, _dilation, _padding;
    private readonly bool _adjoint;

    internal TapAxis(int images, int outputs, int taps, int stride, int dilation, int padding, bool adjoint)
    {
        (SourceSize, TargetSize) = adjoint ? (outputs, images) : (images, outputs);
        (SourceStep, TargetStep) = adjoint ? (1, stride) : (stride, 1);
        (_stride, _dilation, _padding, _adjoint) = (stride, dilation, padding, adjoint);
        (Low, High) = adjoint ? (Offset(taps - 1), 0) : (-padding, Offset(taps - 1));
        (First, End) = (int.MaxValue, int.MinValue);
        for (int phase = 0; phase < TargetStep; phase++)
        {
            (int from, int until) = Steps(phase);
            (First, End) = (Math.Min(First, from), Math.Max(End, until));
        }
    }

    /// <summary>Where a tap looks in the source at step 0.</summary>
    internal int Offset(int tap) => _adjoint ? -(tap * _dilation / _stride) : (tap * _dilation) - _padding;

    /// <summary>The phase that a tap belongs to.</summary>
    internal int Phase(int tap) => _adjoint ? tap * _dilation % _stride : 0;

    /// <summary>The result of a phase at step 0.</summary>
    internal int TargetOffset(int phase) => _adjoint ? phase - _padding : 0;

    /// <summary>The steps whose result lies inside.</summary>
    internal (int From, int Until) Steps(int phase)
    {
        int offset = TargetOffset(phase);
        return (Ceiling(-offset, TargetStep), Ceiling(TargetSize - offset, TargetStep));
    }

    /// <summary>The first source position that step u needs.</summary>
    internal int Start(int step) => (step * SourceStep) + Low;

    /// <summary>How many source positions a run of steps spans.</summary>
    internal int Span(int steps) => ((steps - 1) * SourceStep) + High - Low + 1;

    private static int Ceiling(int value, int divisor) => value > 0 ? (value + divisor - 1) / divisor : -(-value / divisor);
}
