using System.Numerics;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Autodiff;

/// <summary>One call of an operation: its inputs, its result and what it keeps for the two derivatives.</summary>
/// <remarks>A node is made once and used again by the same call of later steps, so it must not assume that its buffers are clean.
/// An operation subclasses it, and <see cref="Tape{T}"/> alone calls the three passes.</remarks>
public abstract class TapeNode<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The kernels that operations call.</summary>
    protected static KernelTable<T> Kernels => KernelTable<T>.Current;

    /// <summary>The result. It belongs to the tape and is overwritten by the same call of the next step.</summary>
    public Tensor<T> Output { get; } = new(new Shape(0));

    /// <summary>The first input.</summary>
    protected internal Tensor<T> First { get; internal set; } = null!;

    /// <summary>The second input, where there is one.</summary>
    protected internal Tensor<T>? Second { get; internal set; }

    /// <summary>The third input, where there is one.</summary>
    protected internal Tensor<T>? Third { get; internal set; }

    /// <summary>The fourth input, where there is one.</summary>
    protected internal Tensor<T>? Fourth { get; internal set; }

    /// <summary>Whether a derivative may follow: in inference an operation need not keep what only derivatives need.</summary>
    protected internal bool Recorded { get; internal set; }

    /// <summary>Whether any input asks for a gradient.</summary>
    protected internal bool RequiresGradient =>
        First.RequiresGradient || Second is { RequiresGradient: true } || Third is { RequiresGradient: true } || Fourth is { RequiresGradient: true };

    /// <summary>Whether any input moves along the direction.</summary>
    protected internal bool HasTangent =>
        First.HasTangent || Second is { HasTangent: true } || Third is { HasTangent: true } || Fourth is { HasTangent: true };

    /// <summary>The nonlinearity that made <see cref="Output"/>, where a product before it may multiply by its derivative at once.</summary>
    internal virtual Activation Fused => Activation.Identity;

    /// <summary>What the derivative of <see cref="Fused"/> is computed from.</summary>
    internal virtual Tensor<T> FusedState => Output;

    /// <summary>Whether the output's gradient has already been multiplied by the derivative of <see cref="Fused"/>.</summary>
    internal bool FusedDone { get; set; }

    /// <summary>Writes <see cref="Output"/>'s values; its shape is set.</summary>
    protected internal abstract void Forward();

    /// <summary>Adds the inputs' share of the gradient: each through <see cref="Tape{T}.WriteGradient"/>, which says whether to
    /// overwrite or add. <see cref="Output"/>'s gradient may be destroyed.</summary>
    protected internal abstract void Backward(Tape<T> tape);

    /// <summary>Writes <see cref="Output"/>'s tangent from the inputs that have one.</summary>
    protected internal abstract void Pushforward();

    /// <summary>Returns the native memory of the result and of what the operation keeps.</summary>
    public virtual void Dispose()
    {
        Output.Dispose();
        GC.SuppressFinalize(this);
    }
}
