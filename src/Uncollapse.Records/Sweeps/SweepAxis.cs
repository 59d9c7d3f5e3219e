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

    /// <summary>The end of a key that tells it from the sweep's others: its last word, of a kind the one before, or as many as it takes.</summary>
    /// <param name="key">A key.</param>
    /// <param name="keys">All keys of the sweep.</param>
    public static string Short(string key, IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(keys);
        string[] parts = Parts(key);
        for (int count = 1; count < parts.Length; count++)
        {
            string end = Ending(parts, count);
            if (!keys.Any(other => other != key && Ending(Parts(other), count) == end)) return end;
        }

        return string.Join('.', parts);
    }

    private static string Ending(string[] parts, int count) => string.Join('.', parts[Math.Max(0, parts.Length - count)..]);

    private static string[] Parts(string key) => (key.EndsWith(".kind", StringComparison.Ordinal) ? key[..^".kind".Length] : key).Split('.');

    /// <summary>A value as a number; NaN where it is none.</summary>
    /// <param name="value">Its text.</param>
    public static double Number(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}
