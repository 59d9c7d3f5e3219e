namespace Uncollapse.Tensors.Kernels;

/// <summary>One step of Adam or AdamW (Kingma and Ba 2015; Loshchilov and Hutter 2019), with torch's placement of epsilon.</summary>
/// <remarks>
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
/// w -= rate / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + epsilon).
/// Moments smaller than 1e-36 (1e-300 in double) are kept as 0, in every kernel variant: subnormal numbers are slow and change no weight.
/// </remarks>
/// <param name="LearningRate">The step size.</param>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Epsilon">Added to the root of the corrected second moment.</param>
/// <param name="WeightDecay">Decay: added to the gradient (Adam), or, where <paramref name="Decoupled"/>, w is first scaled by 1 - rate decay (AdamW).</param>
/// <param name="Decoupled">True for AdamW.</param>
/// <param name="Step">The step's number t, from 1.</param>
/// <param name="GradientScale">Multiplies the gradient first (clipping, averaging); 1 for none.</param>
public readonly record struct AdamSettings(
    double LearningRate,
    double Beta1 = 0.9,
    double Beta2 = 0.999,
    double Epsilon = 1e-8,
    double WeightDecay = 0,
    bool Decoupled = false,
    long Step = 1,
    double GradientScale = 1);
