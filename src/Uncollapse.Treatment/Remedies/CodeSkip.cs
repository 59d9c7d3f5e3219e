using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>The code in every layer of the decoder.</summary>
internal static class CodeSkip
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "code-skip",
        Summary = "Gives the code to every layer of the decoder and to its output, not to the first alone.",
        Source = "Dieng et al. 2019",
        Causes = ["powerful-decoder", "unknown"],
        Obstacle = plan => plan.Model.Decoder switch
        {
            { CodeSkip: true } or { Kind: NetworkKind.Pixelcnn or NetworkKind.Made } => "its code enters every layer already",
            { Kind: NetworkKind.Injective } => "its decoder is injective",
            { ReadsTokens: true, CodeEntry: CodeEntry.None } => "its code does not enter at all",
            _ => null,
        },
        Change = (plan, _, _) => plan with { Model = plan.Model with { Decoder = plan.Model.Decoder with { CodeSkip = true } } },
    };
}
