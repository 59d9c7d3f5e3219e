using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>The likelihood's fixed variance is larger than the variance of the data in any direction.</summary>
internal static class NoisyDecoder
{
    private const double HealthySigma2 = 0.05;

    internal static Plant Plant { get; } = new()
    {
        Name = "noisy-decoder",
        Cause = "noisy-decoder",
        Title = "A decoder that expects noise",
        Story = "The likelihood is a Gaussian around the decoder's picture, and its variance σ² is fixed at the number of pixels / 25. Everything that the data do is smaller than that, so to the decoder "
            + "it is all noise: a unit lives only when the data's variance along it is above β σ². Look at the mean squared error: it is hundreds of times smaller "
            + "than the σ² that was assumed. A model whose residuals are far below its noise has been told the wrong noise.",
        Dose = "σ² = number of pixels / 25 x strength",
        Cures = ["Set σ² to the mean squared error (optimal variance: it is recomputed in every batch).", "Learn σ², or one for each output.", "Scale the data."],
        Twin = size => Twins.Greys(size, HealthySigma2, 20),
        Sow = (plan, size, strength) => plan with
        {
            Model = plan.Model with { Likelihood = plan.Model.Likelihood with { Sigma2 = strength * Twins.Pixels(size) / 25.0 } },
        },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant),
            Running.Signs.ErrorToVariance(twin, plant, 0.05),
            Running.Signs.Use(twin, plant),
        ],
    };
}
