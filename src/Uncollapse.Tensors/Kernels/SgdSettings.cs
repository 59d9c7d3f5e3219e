namespace Uncollapse.Tensors.Kernels;

/// <summary>One step of gradient descent with momentum: v = momentum v + g; w -= rate v (torch's form, no dampening).</summary>
/// <param name="LearningRate">The step size.</param>
/// <param name="Momentum">Decay of the velocity; 0 for plain descent.</param>
/// <param name="Nesterov">Whether to step along g + momentum v.</param>
/// <param name="WeightDecay">Added to the gradient, times w.</param>
/// <param name="GradientScale">Multiplies the gradient first (clipping, averaging); 1 for none.</param>
public readonly record struct SgdSettings(
    double LearningRate,
    double Momentum = 0,
    bool Nesterov = false,
    double WeightDecay = 0,
    double GradientScale = 1);
