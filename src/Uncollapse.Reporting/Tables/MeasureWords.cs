using System.Text.RegularExpressions;

namespace Uncollapse.Reporting.Tables;

/// <summary>The measures that evidence names by their places in diagnosis.json, in words.</summary>
internal static partial class MeasureWords
{
    private static readonly Dictionary<string, string> _words = new(StringComparer.Ordinal)
    {
        ["rate"] = "rate",
        ["depth.variance_left"] = "variance of the code that is left once the depth is known",
        ["mutual_information.estimate"] = "mutual information",
        ["mutual_information.upper"] = "mutual information, upper bound",
        ["aggregate_kl"] = "aggregate KL",
        ["shuffle_code"] = "cost of another example's code",
        ["shuffle_skip"] = "cost of another example's skips",
        ["shuffle_condition"] = "cost of another example's condition",
        ["drop_context"] = "cost of a hidden past",
        ["objective.beta"] = "β, the weight of the KL (objective.beta)",
        ["objective.beta x outputs"] = "β times the outputs that the reconstruction is averaged over",
    };

    /// <summary>The words; a name that has none is shown as it is.</summary>
    internal static string Of(string measure)
    {
        if (_words.TryGetValue(measure, out string? known)) return known;
        if (UnitPattern().Match(measure) is { Success: true } unit) return $"mutual information of unit {unit.Groups["unit"].Value}";
        if (RatioPattern().Match(measure) is { Success: true } ratio) return $"{Of(ratio.Groups["above"].Value)}, over {Of(ratio.Groups["below"].Value)}";
        return InterventionPattern().Match(measure) is { Success: true } made && _words.TryGetValue(made.Groups["name"].Value, out string? cost)
            ? cost + (made.Groups["low"].Success ? ", lower end of its interval" : "")
            : measure;
    }

    [GeneratedRegex(@"^units\[(?<unit>\d+)\]\.mutual_information$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnitPattern();

    [GeneratedRegex(@"^interventions\.(?<name>\w+)(\.loss_nats|(?<low>\.ci95\[0\]))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InterventionPattern();

    [GeneratedRegex(@"^(?<above>[\w.]+) / (?<below>[\w.]+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RatioPattern();
}
