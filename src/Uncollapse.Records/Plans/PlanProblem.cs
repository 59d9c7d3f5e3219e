using System.Globalization;

namespace Uncollapse.Records.Plans;

/// <summary>One thing that is wrong with a plan.</summary>
/// <param name="Key">The dotted key.</param>
/// <param name="Line">The line in the file, from 1; null where the plan came from elsewhere.</param>
/// <param name="Expected">What would be right.</param>
/// <param name="Found">What is there.</param>
/// <param name="Hint">What to do, if there is something to say.</param>
public sealed record PlanProblem(string Key, int? Line, string Expected, string Found, string? Hint)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        string where = Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"line {line}: ") : "";
        string hint = Hint is null ? "" : $" ({Hint})";
        return $"{where}{Key}: expected {Expected}, found {Found}{hint}";
    }
}
