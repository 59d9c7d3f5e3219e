namespace Uncollapse.Training.Loop;

/// <summary>What one optimiser step saw, before its update: means over the batch's examples, nats.</summary>
/// <param name="Loss">What was minimised: weights and reduction applied.</param>
/// <param name="Bound">The bound with KL weight 1, summed over outputs: the ELBO, or the importance-weighted one where that is trained.</param>
/// <param name="Rate">KL(q(z|x)||p(z)).</param>
/// <param name="Distortion">E -log p(x|z), summed over outputs.</param>
/// <param name="GradientNorm">The global norm of the gradient before clipping; 0 where clipping does not ask for it.</param>
/// <param name="Fault">Why the weights were not updated: what was not finite; null when they were.</param>
public readonly record struct StepResult(
    double Loss, double Bound, double Rate, double Distortion, double GradientNorm, string? Fault);
