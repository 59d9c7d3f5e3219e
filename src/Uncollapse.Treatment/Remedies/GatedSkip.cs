using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>Skips that the code opens.</summary>
internal static class GatedSkip
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "gated-skip",
        Summary = "Multiplies the skips by a gate that is computed from the code, and centres the code's means so that a constant cannot open it.",
        Source = "docs/models/ways-round.md",
        Causes = ["skip-shortcut"],
        Parameters = [new("scale", "0.7", "the standard deviation of a unit's means over a batch, above 0")],
        Obstacle = plan => plan.Model.Skips.Kind == SkipKind.None ? "it has no skips" : plan.Model.Skips.Kind == SkipKind.Gated && plan.Model.Posterior.CentredScale is not null ? "its skips are gated by a centred code already" : null,
        Change = (plan, arguments, _) => plan with
        {
            Model = plan.Model with { Skips = plan.Model.Skips with { Kind = SkipKind.Gated }, Posterior = plan.Model.Posterior with { CentredScale = arguments.Number("scale") } },
        },
    };
}
