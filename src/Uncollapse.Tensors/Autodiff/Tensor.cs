using System.Numerics;
using Uncollapse.Tensors.Memory;

namespace Uncollapse.Tensors.Autodiff;

/// <summary>Numbers in a shape, row-major in native memory, with room for a gradient and a tangent of the same shape.</summary>
/// <typeparam name="T"><see cref="float"/> for work, <see cref="double"/> for checks: the code is the same.</typeparam>
/// <remarks>Memory only grows: a tensor that shrinks keeps its buffers, so that a last, smaller batch allocates nothing.</remarks>
public sealed class Tensor<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private NativeBuffer<T>? _data;
    private NativeBuffer<T>? _gradient;
    private NativeBuffer<T>? _tangent;
    private Tensor<T>? _viewed;
    private bool _requiresGradient;
    private bool _hasTangent;
    private TapeNode<T>? _producer;
    private int _consumers;
    private long _gradientPass;

    // A view: it owns nothing.
    internal Tensor()
    {
    }

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Its extents.</param>
    /// <param name="requiresGradient">Whether <see cref="Tape{T}.Backward"/> computes its gradient: true for parameters.</param>
    public Tensor(Shape shape, bool requiresGradient = false)
    {
        Shape = shape;
        RequiresGradient = requiresGradient;
        Reserve(ref _data, shape.Length);
    }

    /// <summary>A tensor of given values.</summary>
    /// <exception cref="ShapeException">There are more or fewer values than the shape holds.</exception>
    public Tensor(Shape shape, ReadOnlySpan<T> values, bool requiresGradient = false)
        : this(shape, requiresGradient)
    {
        if (values.Length != shape.Length)
            throw new ShapeException("tensor", shape, new Shape(values.Length), "as many values as the shape holds");

        values.CopyTo(Data);
    }

    /// <summary>The extents.</summary>
    public Shape Shape { get; private set; }

    /// <summary>The number of elements.</summary>
    public int Length => Shape.Length;

    /// <summary>The rows of the tensor seen as a matrix.</summary>
    public int Rows => Shape.Rows;

    /// <summary>The columns of the tensor seen as a matrix: the last extent.</summary>
    public int Columns => Shape.Columns;

    /// <summary>The values.</summary>
    public Span<T> Data => (_viewed ?? this)._data!.Span[..Shape.Length];

    /// <summary>The derivative of the last <see cref="Tape{T}.Backward"/>'s loss by each value; meaningful when
    /// <see cref="Tape{T}.HasGradient"/> says so. Reserved at the first use.</summary>
    public Span<T> Gradient => Reserve(ref (_viewed ?? this)._gradient, Shape.Length).Span[..Shape.Length];

    /// <summary>The derivative of each value along the direction that was put into the leaves' tangents; meaningful when
    /// <see cref="HasTangent"/>. Reserved at the first use.</summary>
    public Span<T> Tangent => Reserve(ref (_viewed ?? this)._tangent, Shape.Length).Span[..Shape.Length];

    /// <summary>Whether <see cref="Tape{T}.Backward"/> computes a gradient for this tensor.</summary>
    public bool RequiresGradient
    {
        get => (_viewed ?? this)._requiresGradient;
        set => (_viewed ?? this)._requiresGradient = value;
    }

    /// <summary>Whether <see cref="Tangent"/> takes part in <see cref="Tape{T}.Pushforward"/>: set on a leaf by the caller, on
    /// results by the tape. A tensor without one is constant along the direction.</summary>
    public bool HasTangent
    {
        get => (_viewed ?? this)._hasTangent;
        set => (_viewed ?? this)._hasTangent = value;
    }

    /// <summary>The only value of a tensor of one element.</summary>
    /// <exception cref="ShapeException">The tensor holds another number of elements.</exception>
    public T Item => Length == 1 ? Data[0] : throw new ShapeException("item", $"expected one element, found {Shape}");

    /// <summary>The node that computes this tensor; null for a leaf.</summary>
    internal TapeNode<T>? Producer
    {
        get => (_viewed ?? this)._producer;
        set => (_viewed ?? this)._producer = value;
    }

    /// <summary>How many recorded operations read this tensor.</summary>
    internal int Consumers
    {
        get => (_viewed ?? this)._consumers;
        set => (_viewed ?? this)._consumers = value;
    }

    /// <summary>The backward pass that last wrote <see cref="Gradient"/>.</summary>
    internal long GradientPass
    {
        get => (_viewed ?? this)._gradientPass;
        set => (_viewed ?? this)._gradientPass = value;
    }

    /// <summary>Gives the tensor other extents. Its values are kept as far as they fit when memory suffices, else undefined.</summary>
    /// <exception cref="InvalidOperationException">The tensor is a view (<see cref="Tape{T}.View"/>).</exception>
    public void Resize(Shape shape)
    {
        if (_viewed is not null)
            throw new InvalidOperationException($"resize: a view of {_viewed.Shape} has no memory of its own");

        Reserve(ref _data, shape.Length);
        Shape = shape;
    }

    /// <summary>Copies another tensor's values; the shapes must agree.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public void CopyFrom(Tensor<T> source)
    {
        if (source.Shape != Shape)
            throw new ShapeException("copy", source.Shape, Shape, "equal shapes");

        source.Data.CopyTo(Data);
    }

    /// <summary>Returns the native memory.</summary>
    public void Dispose()
    {
        _data?.Dispose();
        _gradient?.Dispose();
        _tangent?.Dispose();
    }

    /// <summary>Makes this tensor another's values, gradient, tangent and history in another shape of as many elements.</summary>
    internal void Show(Tensor<T> viewed, Shape shape)
    {
        _viewed = viewed._viewed ?? viewed;
        Shape = shape;
    }

    /// <summary>Takes a buffer that already holds the gradient and hands back the old one: no copy.</summary>
    internal void SwapGradient(ref NativeBuffer<T>? other)
    {
        var owner = _viewed ?? this;
        (owner._gradient, other) = (other, owner._gradient);
    }

    internal static NativeBuffer<T> Reserve(ref NativeBuffer<T>? buffer, int length)
    {
        if (buffer is not null && buffer.Length >= length)
            return buffer;

        buffer?.Dispose();
        buffer = new NativeBuffer<T>(Math.Max(length, 1));
        return buffer;
    }
}
