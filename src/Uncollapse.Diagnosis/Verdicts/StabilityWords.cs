using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>The first fork in plain words: does the model or the objective keep a code out, or the optimisation?</summary>
internal static class StabilityWords
{
    /// <summary>A sentence or two; null where the margin was not measured.</summary>
    public static string? Of(Stability? stability, Verdict verdict)
    {
        if (stability is null) return null;
        StabilityMargin own = stability.AsItIs;
        string numbers = Text.Of($"margin {own.Margin:0.##}, 95 % interval {own.Ci95[0] / own.Beta:0.##} to {own.Ci95[1] / own.Beta:0.##}: lambda_1 {own.Lambda1:0.##} over a KL weight of {own.Beta:0.##}");
        return stability.CollapsedState switch
        {
            StateStability.Stable when verdict != Verdict.Collapsed =>
                $"The collapsed state is stable for this model, data and weight ({numbers}): the code it has lies beyond what a small one gains, and might not come back once lost.",
            StateStability.Stable => $"The collapsed state is stable for this model, data and weight ({numbers}): the model or the objective keeps a code out, not the optimisation. {Lifted(stability)}",
            StateStability.Near => $"The collapsed state is near its threshold ({numbers}): a code would grow slowly there, or the examples are too few to tell on which side it lies.",
            _ when verdict == Verdict.Collapsed && stability.Without.Any(margin => margin.Suspect == "past") =>
                $"The collapsed state is not stable for this decoder as far as it has learned its own past, data and weight ({numbers}): a decoder that knew its past better would leave less to a code.",
            _ when verdict == Verdict.Collapsed =>
                $"The collapsed state is not stable for this model, data and weight ({numbers}): neither keeps a code out, and the optimisation is to blame.",
            _ => $"The collapsed state is not stable for this model, data and weight ({numbers}): they let a code in.",
        };
    }

    private static string Lifted(Stability stability)
    {
        StabilityMargin[] lifting = [.. stability.Without.Where(margin => !LiftingPairs.IsOfSeveral(margin) && margin.Ci95[0] > margin.Beta).OrderByDescending(margin => margin.Margin)];
        if (lifting.Length > 0) return $"It is not with {string.Join(", nor with ", lifting.Select(margin => Text.Of($"{Words(margin.Suspect!)} ({margin.Margin:0.##})")))}.";
        StabilityMargin[] pairs = [.. LiftingPairs.Of(stability).OrderByDescending(margin => margin.Margin)];
        if (pairs.Length > 0)
            return $"Nothing that was taken away alone lifts it above 1; it is not stable with {string.Join(", nor with ", pairs.Select(margin => Text.Of($"{string.Join(" and ", LiftingPairs.Suspects(stability, margin).Select(Words))} ({margin.Margin:0.##})")))}.";
        return stability.Without.FirstOrDefault(margin => margin.Suspect == "all" && margin.Ci95[0] > margin.Beta) is { } all
            ? Text.Of($"Nothing that was taken away alone lifts it above 1; all together do ({all.Margin:0.##}).")
            : "Nothing that was taken away lifts it above 1.";
    }

    private static string Words(string suspect) => suspect switch
    {
        "beta" => "a KL weight of 1",
        "variance" => "the variance fitted to the residual",
        "past" => "the decoder's own past hidden",
        "skips" => "the skips cut",
        _ => "the condition left out",
    };
}
