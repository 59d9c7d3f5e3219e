namespace Uncollapse.Treatment.Remedies;

/// <summary>Narrower layers.</summary>
internal static class WeakerDecoder
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "weaker-decoder",
        Summary = "Makes the decoder's layers narrower and drops part of them while training.",
        Source = "Srivastava et al. 2014; Chen et al. 2017",
        Causes = ["data-limited", "powerful-decoder"],
        Parameters = [new("width", "0.25", "what the widths are multiplied by, in (0, 1]"), new("dropout", "0.2", "the part of the hidden units that is dropped, in [0, 1)")],
        Change = (plan, arguments, _) =>
        {
            double width = arguments.Number("width");
            if (width is not (> 0 and <= 1)) throw arguments.Problem("width", "in (0, 1]");
            int Narrow(int units) => Math.Max(1, (int)Math.Round(width * units));
            Records.Plans.NetworkPlan decoder = plan.Model.Decoder;
            return plan with
            {
                Model = plan.Model with
                {
                    Decoder = decoder with { Hidden = [.. decoder.Hidden.Select(Narrow)], Channels = [.. decoder.Channels.Select(Narrow)], State = decoder.ReadsTokens ? Narrow(decoder.State) : decoder.State, Dropout = arguments.Number("dropout") },
                },
            };
        },
    };
}
