using System.Globalization;

namespace Uncollapse.Cli.Progress;

/// <summary>Numbers of a training as people read them.</summary>
internal static class Figures
{
    private const string Unknown = "-";

    /// <summary>A bound, rate or distortion in nats, with no sign before a zero.</summary>
    internal static string Nats(double? value) => value is { } known && double.IsFinite(known) ? (Math.Round(known, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture) : Unknown;

    internal static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    internal static string Plural(long count, string noun) => count == 1 ? $"1 {noun}" : $"{Count(count)} {noun}s";

    /// <summary>A time left, such as <c>1:05</c> or <c>2:10:00</c>.</summary>
    internal static string Clock(TimeSpan time)
    {
        if (time < TimeSpan.Zero || time > TimeSpan.FromDays(1000)) return Unknown;
        var whole = TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));
        return whole.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{whole.Minutes}:{whole.Seconds:00}");
    }

    /// <summary>How long something took.</summary>
    internal static string Duration(double seconds) => seconds switch
    {
        < 10 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 60 => seconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)} min {(int)(seconds % 60)} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 3600)} h {(int)(seconds % 3600 / 60)} min"),
    };
}
