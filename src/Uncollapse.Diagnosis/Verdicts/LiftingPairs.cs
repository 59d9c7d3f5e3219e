using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>Two suspects of which each keeps the code out alone: the collapsed state stays stable without one of them, and is not without both.</summary>
internal static class LiftingPairs
{
    /// <summary>The margins of such pairs; none where a suspect alone lifts it.</summary>
    public static IEnumerable<StabilityMargin> Of(Stability stability)
    {
        if (stability.Without.Any(margin => !IsOfSeveral(margin) && Lifts(margin))) return [];
        return stability.Without.Where(margin => Lifts(margin) && Suspects(stability, margin).Count == 2);
    }

    /// <summary>The suspects of a margin; of all where there are just two, those.</summary>
    public static IReadOnlyList<string> Suspects(Stability stability, StabilityMargin margin) => margin.Suspect switch
    {
        "all" => [.. stability.Without.Where(one => !IsOfSeveral(one)).Select(one => one.Suspect!)],
        { } suspect => suspect.Split('+'),
        null => [],
    };

    /// <summary>Whether a suspect is one of such a pair.</summary>
    public static bool Contain(Stability? stability, string suspect) => stability is not null && Of(stability).Any(margin => Suspects(stability, margin).Contains(suspect));

    /// <summary>Whether more than one suspect was taken away.</summary>
    public static bool IsOfSeveral(StabilityMargin margin) => margin.Suspect is { } suspect && (suspect == "all" || suspect.Contains('+', StringComparison.Ordinal));

    private static bool Lifts(StabilityMargin margin) => margin.Ci95[0] > margin.Beta;
}
