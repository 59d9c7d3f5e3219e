using System.Globalization;
using System.Text.Json.Serialization;

namespace Uncollapse.Records.Sweeps;

/// <summary>One key of a sweep with all its values.</summary>
/// <param name="Key">A plan's key, or <c>remedy</c>.</param>
/// <param name="Values">The values as text, in their order, none twice.</param>
/// <param name="Spacing">How they were chosen.</param>
public sealed record SweepAxis(string Key, IReadOnlyList<string> Values, AxisSpacing Spacing = AxisSpacing.Listed)
{
    /// <summary>The key of seeds: its cells are repetitions of each other.</summary>
    public const string SeedKey = "seed";

    /// <summary>The key that stands for remedies, which is none of a plan.</summary>
    public const string RemedyKey = "remedy";

    /// <summary>Whether all values are finite numbers.</summary>
    [JsonIgnore]
    public bool IsNumeric => Values.All(value => double.IsFinite(Number(value)));

    /// <summary>A value as a number; NaN where it is none.</summary>
    /// <param name="value">Its text.</param>
    public static double Number(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}
