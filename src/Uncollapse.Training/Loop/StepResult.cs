namespace Uncollapse.Training.Loop;

/// <summary>What one optimiser step saw, before its update: means over the batch's examples, nats.</summary>
/// <param name="Loss">What was minimised: weights and reduction applied.</param>
/// <param name="Elbo">The bound with KL weight 1, summed over outputs (the importance-weighted one where that is trained).</param>
/// <param name="Rate">KL(q(z|x)||p(z)).</param>
/// <param name="Distortion">E -log p(x|z), summed over outputs.</param>
/// <param name="Sigma2">The mean variance of a Gaussian likelihood; NaN for others.</param>
/// <param name="GradientNorm">The global norm of the gradient before clipping; NaN where clipping does not ask for it.</param>
/// <param name="IsFinite">Whether loss and gradient were finite; only then the weights were updated.</param>
public readonly record struct StepResult(
    double Loss, double Elbo, double Rate, double Distortion, double Sigma2, double GradientNorm, bool IsFinite);
