namespace Uncollapse.Tensors.Kernels;

/// <summary>What is computed of a gate.</summary>
internal enum GatePass
{
    /// <summary>Its value.</summary>
    Forward,

    /// <summary>The gradient to its two inputs.</summary>
    Backward,

    /// <summary>Its derivative along a direction.</summary>
    Tangent,
}
