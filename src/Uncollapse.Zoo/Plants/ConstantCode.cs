using Uncollapse.Records.Plans;
using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>The rate is well above zero and the code is the same for every example.</summary>
internal static class ConstantCode
{
    private const double HighRate = 2;

    internal static Plant Plant { get; } = new()
    {
        Name = "constant-code",
        Cause = "constant-code",
        Title = "A rate that tells nothing",
        Story = "Skips again, but gated: the decoder multiplies them by what it reads from the code, so the code cannot be ignored. It is not ignored. It is set to one value, for every example, "
            + "that holds the gates open. That value lies far from the prior, so the KL is several nats, and a tool that watches the KL, or asks whether each unit's KL is above a floor, reports a healthy code. "
            + "Look at where the rate goes: all of it is the distance of the aggregate from the prior, none of it tells one example from another.",
        Cures = ["Centre the means (batch normalisation without shift), so that a constant cannot open the gates.", "Drop skips in training.", "Charge for information, not for rate."],
        // The same at every size: four times the steps let wider layers take over what the gates multiply by, and the constant goes back to the prior.
        Twin = _ => Twins.Numbers(ZooSize.Small, "2,2,2,2,1", 64, 0.2, 4, 128, 30),
        Sow = (plan, _, _) => plan with { Model = plan.Model with { Skips = plan.Model.Skips with { Kind = SkipKind.Gated, Features = 128 } } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant),
            Running.Signs.Of("rate", "rate, nats", twin.HeldOut.Rate, plant.HeldOut.Rate, "above 2 all the same", (_, collapsed) => collapsed > HighRate),
            Running.Signs.Of(
                "wasted_rate", "share of the rate that tells nothing", twin.HeldOut.AggregateKl / twin.HeldOut.Rate, plant.HeldOut.AggregateKl / plant.HeldOut.Rate, "above 0.9",
                (healthy, collapsed) => collapsed > 0.9 && healthy < 0.9),
            Running.Signs.Use(twin, plant),
        ],
    };
}
