namespace Uncollapse.Treatment.Remedies;

/// <summary>Part of what an autoregressive decoder looks at, hidden.</summary>
internal static class ContextDropout
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "context-dropout",
        Summary = "Hides each word or pixel of the decoder's own context with probability p while training.",
        Source = "Bowman et al. 2016, section 3.1",
        Causes = ["powerful-decoder"],
        Parameters = [new("p", "0.5", "the probability, in (0, 1]")],
        Obstacle = plan => plan.Model.Decoder.IsAutoregressive ? null : "its decoder has no context",
        Change = (plan, arguments, _) => plan with { Model = plan.Model with { Decoder = plan.Model.Decoder with { ContextDropout = arguments.Number("p") } } },
    };
}
