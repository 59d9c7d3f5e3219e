using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A decoder that sees less of what it has drawn.</summary>
internal static class NarrowContext
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "narrow-context",
        Summary = "Lets the autoregressive decoder see fewer of the outputs before the one that it describes.",
        Source = "Chen et al. 2017",
        Causes = ["powerful-decoder"],
        Parameters = [new("context", "2", "how far it sees: pixels to each side, or outputs before, at least 0")],
        Obstacle = plan => plan.Model.Decoder switch
        {
            { IsAutoregressive: false } => "its decoder has no context",
            { ReadsTokens: true } => "a decoder of words keeps all of them in its state; context-dropout hides some",
            _ => null,
        },
        Change = (plan, arguments, _) =>
        {
            int context = arguments.Whole("context");
            NetworkPlan decoder = plan.Model.Decoder;
            // The reach of a convolution over context is that of its blocks.
            return plan with { Model = plan.Model with { Decoder = decoder.Kind == NetworkKind.Pixelcnn ? decoder with { Context = context, Blocks = Math.Min(decoder.Blocks, context) } : decoder with { Context = context } } };
        },
    };
}
