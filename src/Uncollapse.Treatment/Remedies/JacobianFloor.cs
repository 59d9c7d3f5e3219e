namespace Uncollapse.Treatment.Remedies;

/// <summary>A charge for a decoder that does not move with its code.</summary>
internal static class JacobianFloor
{
    // The least of the floors tried on the pictures of docs/remedies/jacobian-floor.md that brought a mute code to a nat.
    private const double FloorPerOutput = 7;

    internal static Remedy Remedy { get; } = new()
    {
        Name = "jacobian-floor",
        Summary = "Charges where the decoder's numbers move less than a floor along a direction of the code drawn at random: the mean squared slope is held up, no single direction.",
        Source = "after the pullback metric of Arvanitidis et al. 2018, by differences of two passes",
        Causes = [],
        Parameters =
        [
            new("floor", RemedyParameter.Auto, "squared length per squared step that costs nothing, above 0; automatic: 7 an output"),
            new("weight", "0.1", "what a unit of the shortfall costs, nats"),
        ],
        Obstacle = plan => plan.Objective.JacobianFloor is null ? null : "its objective has such a floor already",
        // Two more passes of the decoder, at codes of the prior, beside one of each network.
        Cost = (_, _) => 2,
        Change = (plan, arguments, facts) => plan with
        {
            Objective = plan.Objective with { JacobianFloor = arguments.NumberOrAuto("floor") ?? (FloorPerOutput * facts.Outputs), JacobianWeight = arguments.Number("weight") },
        },
    };
}
