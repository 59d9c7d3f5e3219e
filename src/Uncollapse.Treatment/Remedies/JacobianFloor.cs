namespace Uncollapse.Treatment.Remedies;

/// <summary>A charge for a decoder that does not move with its code.</summary>
internal static class JacobianFloor
{
    // The least of the floors tried on the pictures of docs/remedies/jacobian-floor.md that brought a mute code to a nat.
    private const double FloorPerOutput = 7;

    internal static Remedy Remedy { get; } = new()
    {
        Name = "jacobian-floor",
        Summary = "Charges for directions of the code in which the decoder's numbers move less than a floor.",
        Source = "the pullback metric's least eigenvalue held up, by differences of two passes",
        Causes = ["powerful-decoder"],
        Parameters =
        [
            new("floor", RemedyParameter.Auto, "squared length per squared step that costs nothing, above 0; automatic: 7 an output"),
            new("weight", "0.1", "what a unit of the shortfall costs, nats"),
        ],
        Obstacle = plan => plan.Objective.JacobianFloor is null ? null : "its objective has such a floor already",
        Change = (plan, arguments, facts) => plan with
        {
            Objective = plan.Objective with { JacobianFloor = arguments.NumberOrAuto("floor") ?? (FloorPerOutput * facts.Outputs), JacobianWeight = arguments.Number("weight") },
        },
    };
}
