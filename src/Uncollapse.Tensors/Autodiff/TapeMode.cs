namespace Uncollapse.Tensors.Autodiff;

/// <summary>What a tape keeps.</summary>
public enum TapeMode
{
    /// <summary>Results only: evaluation.</summary>
    Inference,

    /// <summary>The calls in order, so that gradients and tangents can follow.</summary>
    Record,
}
