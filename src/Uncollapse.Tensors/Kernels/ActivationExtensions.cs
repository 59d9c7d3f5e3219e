namespace Uncollapse.Tensors.Kernels;

/// <summary>What the kernels need to know of an <see cref="Activation"/>.</summary>
public static class ActivationExtensions
{
    /// <summary>
    /// Whether f' is computed from the preactivation x (Gelu, Silu, Softplus) or from the output y (all others):
    /// this is the "state" that <see cref="KernelTable{T}.ActivationBackward"/> takes.
    /// </summary>
    /// <param name="activation">The activation.</param>
    public static bool UsesPreactivation(this Activation activation) =>
        activation is Activation.Gelu or Activation.Silu or Activation.Softplus;
}
