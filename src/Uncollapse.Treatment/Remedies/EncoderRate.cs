namespace Uncollapse.Treatment.Remedies;

/// <summary>An encoder that learns as fast as the decoder.</summary>
internal static class EncoderRate
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "encoder-rate",
        Summary = "Gives the encoder the decoder's learning rate.",
        Source = "He et al. 2019, on what a lag does",
        Causes = ["lagging-encoder"],
        Obstacle = plan => plan.Training.EncoderRate < 1 ? null : "its encoder has the decoder's learning rate already",
        Change = (plan, _, _) => plan with { Training = plan.Training with { EncoderRate = 1 } },
    };
}
