using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Models.Layers;

/// <summary>From a plan's word for a nonlinearity to the kernels'. The two rooms must not know each other; a test holds their names equal.</summary>
internal static class Activations
{
    public static Activation ToKernel(Records.Plans.Activation activation) => Enum.Parse<Activation>(activation.ToString());
}
