namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>An activation over vectors: f from the preactivation, and f' from the state that the backward kernels take.</summary>
internal interface IActivation<V>
{
    static abstract V Value(V x);

    static abstract V Slope(V state);
}
