using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Models.Layers;

/// <summary>From a plan's word for a nonlinearity to the kernels'.</summary>
internal static class Activations
{
    public static Activation ToKernel(Records.Plans.Activation activation) => activation switch
    {
        Records.Plans.Activation.Identity => Activation.Identity,
        Records.Plans.Activation.Relu => Activation.Relu,
        Records.Plans.Activation.Tanh => Activation.Tanh,
        Records.Plans.Activation.Elu => Activation.Elu,
        Records.Plans.Activation.Gelu => Activation.Gelu,
        Records.Plans.Activation.Silu => Activation.Silu,
        Records.Plans.Activation.LeakyRelu => Activation.LeakyRelu,
        Records.Plans.Activation.Softplus => Activation.Softplus,
        Records.Plans.Activation.Sigmoid => Activation.Sigmoid,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "unknown activation"),
    };
}
