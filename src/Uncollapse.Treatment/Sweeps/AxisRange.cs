using System.Globalization;
using System.Text.RegularExpressions;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>The values of <c>lo..hi:n</c> and <c>lo..hi:nlog</c>.</summary>
internal static partial class AxisRange
{
    private const int Most = 1000;
    private const int FewestDigits = 4;
    private const int MostDigits = 15;

    /// <summary>Whether a text is a range: texts may have dots of their own, as paths do.</summary>
    internal static bool IsOf(PlanKey key, string text) => IsNumeric(key) && text.Contains("..", StringComparison.Ordinal) && !text.Contains(',', StringComparison.Ordinal) && !text.Contains(';', StringComparison.Ordinal);

    internal static (IReadOnlyList<string> Values, AxisSpacing Spacing) Read(PlanKey key, string text)
    {
        Match match = Form().Match(text);
        bool ends = double.TryParse(match.Groups["low"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double low) & double.TryParse(match.Groups["high"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double high);
        bool counted = int.TryParse(match.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        if (!match.Success || !ends || !counted || !double.IsFinite(low) || !double.IsFinite(high))
            throw SweepAxes.Problem(key.Path, "lo..hi:n or lo..hi:nlog", $"'{text}'", $"such as {key.Path}=1..8:4log for 1, 2, 4, 8");
        if (count is < 2 or > Most) throw SweepAxes.Problem(key.Path, $"2 to {Most} values", $"{count} in '{text}'", null);
        if (low >= high) throw SweepAxes.Problem(key.Path, "a range that rises", $"'{text}'", null);
        bool log = match.Groups["log"].Success;
        if (log && low <= 0) throw SweepAxes.Problem(key.Path, "ends above 0 for equal ratios", $"'{text}'", "list the 0 beside them: KEY=0,0.5,1,2");
        double At(int i)
        {
            double share = i / (count - 1.0);
            return i == 0 ? low : i == count - 1 ? high : log ? low * Math.Pow(high / low, share) : low + ((high - low) * share);
        }

        double[] points = [.. Enumerable.Range(0, count).Select(At)];
        // Whole numbers that several points round to are taken once.
        IEnumerable<double> values = IsWhole(key) ? points.Select(point => Math.Round(point)).Distinct() : Shortened(points);
        return ([.. values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))], log ? AxisSpacing.Logarithmic : AxisSpacing.Linear);
    }

    private static bool IsNumeric(PlanKey key) => IsWhole(key) || key.Type.StartsWith("a number", StringComparison.Ordinal);

    private static bool IsWhole(PlanKey key) => key.Type.StartsWith("an integer", StringComparison.Ordinal);

    /// <summary>The points to four digits, or as many as tell them apart; the ends as they were given.</summary>
    private static double[] Shortened(double[] points)
    {
        for (int digits = FewestDigits; digits < MostDigits; digits++)
        {
            string format = string.Create(CultureInfo.InvariantCulture, $"G{digits}");
            double[] rounded = [points[0], .. points[1..^1].Select(point => double.Parse(point.ToString(format, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)), points[^1]];
            if (rounded.Zip(rounded.Skip(1)).All(pair => pair.First < pair.Second)) return rounded;
        }

        return points;
    }

    [GeneratedRegex(@"^(?<low>[^:]+?)\.\.(?<high>[^:]+):(?<count>[0-9]+)(?<log>log)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
