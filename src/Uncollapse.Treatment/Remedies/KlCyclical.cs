using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A KL weight that rises again and again.</summary>
internal static class KlCyclical
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "kl-cyclical",
        Summary = "Divides the training into cycles; in each the weight of the KL grows from 0 over the first part and then stays, so that every cycle starts from better codes.",
        Source = "Fu et al. 2019",
        Causes = ["lagging-encoder", "unknown"],
        Parameters = [new("cycles", "4", "M, at least 1"), new("ramp", "0.5", "R, the part of a cycle over which the weight grows, in (0, 1)"), new("shape", "linear", "linear, sigmoid or cosine")],
        Obstacle = WeightRules.Obstacle,
        Change = (plan, arguments, _) =>
        {
            int cycles = arguments.Whole("cycles");
            double ramp = arguments.Number("ramp");
            if (cycles < 1) throw arguments.Problem("cycles", "at least 1");
            if (ramp is not (> 0 and < 1)) throw arguments.Problem("ramp", "in (0, 1), so that the weight reaches its end");
            return plan with { Objective = WeightRules.None(plan.Objective) with { Cycles = cycles, Ramp = ramp, WarmupShape = arguments.One<WarmupShape>("shape") } };
        },
    };
}
