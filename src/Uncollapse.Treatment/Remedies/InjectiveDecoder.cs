using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A decoder that cannot say the same of two codes.</summary>
internal static class InjectiveDecoder
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "injective-decoder",
        Summary = "Replaces the decoder by monotone maps round a linear one with singular values above a floor: no weights make it deaf to its code.",
        Source = "Wang et al. 2021",
        Causes = ["powerful-decoder"],
        Parameters =
        [
            new("width", "200", "convex units of the map of the code, and of that of the outputs"),
            new("floor", "0.1", "the least singular value of the linear map, above 0"),
        ],
        Obstacle = plan =>
            plan.Model.Likelihood.Kind is not (LikelihoodKind.Bernoulli or LikelihoodKind.ContinuousBernoulli or LikelihoodKind.Gaussian) ? "its likelihood has several numbers an output"
            : plan.Model.Skips.Kind != SkipKind.None ? "it has skips, which go round the code"
            : plan.Model.Decoder.Kind == NetworkKind.Injective ? "its decoder is injective already"
            : null,
        Change = (plan, arguments, _) =>
        {
            int width = arguments.Whole("width");
            return plan with
            {
                Model = plan.Model with { Decoder = new NetworkPlan { Kind = NetworkKind.Injective, Hidden = [width, width], SingularFloor = arguments.Number("floor") } },
            };
        },
    };
}
