using System.Globalization;
using System.Text.RegularExpressions;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>The values of <c>lo..hi:n</c> and <c>lo..hi:nlog</c>.</summary>
internal static partial class AxisRange
{
    private const int Most = 1000;
    private const int Digits = 6;

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

        // Whole numbers that several points round to are taken once.
        IEnumerable<double> values = Enumerable.Range(0, count).Select(At).Select(value => IsWhole(key) ? Math.Round(value) : Rounded(value));
        return ([.. values.Distinct().Select(value => value.ToString("R", CultureInfo.InvariantCulture))], log ? AxisSpacing.Logarithmic : AxisSpacing.Linear);
    }

    private static bool IsNumeric(PlanKey key) => IsWhole(key) || key.Type.StartsWith("a number", StringComparison.Ordinal);

    private static bool IsWhole(PlanKey key) => key.Type.StartsWith("an integer", StringComparison.Ordinal);

    private static double Rounded(double value) => double.Parse(value.ToString($"G{Digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<low>[^:]+?)\.\.(?<high>[^:]+):(?<count>[0-9]+)(?<log>log)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
