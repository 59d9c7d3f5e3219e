using System.Globalization;
using System.Text.RegularExpressions;

namespace Uncollapse.Reporting;

/// <summary>Numbers as people read them; the same in the report and in the terminal.</summary>
internal static partial class Numbers
{
    /// <summary>What is written where a value is unknown.</summary>
    internal const string NotMeasured = "not measured";

    private const double SmallestNats = 5e-5;

    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>A measured value: about four significant digits, at most three decimals from 0.1 up.</summary>
    internal static string Value(double value)
    {
        if (!double.IsFinite(value)) return "not finite";
        double size = Math.Abs(value);
        if (size < 1e12 && value.Equals(Math.Truncate(value))) return Count((long)value);
        string format = size switch
        {
            < 1e-4 => "0.0e+0",
            < 0.0995 => "0.0000",
            < 9.9995 => "0.000",
            < 9999.995 => "0.00",
            < 999_999.95 => "#,0.0",
            _ => "0.000e+0",
        };
        return value.ToString(format, s_culture).Replace("e+", "e", StringComparison.Ordinal);
    }

    /// <summary>A value in nats: what rounds to nothing at four decimals is nothing, with no exponent and no sign of its own.</summary>
    internal static string Nats(double value) => double.IsFinite(value) && Math.Abs(value) < SmallestNats ? "0.00" : Value(value);

    /// <summary>A value in nats that may be unknown.</summary>
    internal static string Nats(double? value) => value is { } known ? Nats(known) : NotMeasured;

    /// <summary>A value that may be unknown.</summary>
    internal static string Value(double? value) => value is { } known ? Value(known) : NotMeasured;

    /// <summary>
    /// A value to the digits that its uncertainty leaves it: to the uncertainty's second digit where its first are below 3.55,
    /// else to its first (the Particle Data Group's rule).
    /// </summary>
    internal static string Value(double value, double uncertainty)
    {
        // A value without any uncertainty that is next to nothing is nothing.
        if (uncertainty.Equals(0.0)) return Nats(value);
        bool known = double.IsFinite(value) && double.IsFinite(uncertainty) && uncertainty > 0 && Math.Abs(value) < 1e6;
        if (!known) return Value(value);
        double power = Math.Floor(Math.Log10(uncertainty));
        int extra = uncertainty / Math.Pow(10, power) < 3.55 ? 1 : 0;
        // What is left below the fourth decimal of a mean is nothing that anybody acts on.
        return Math.Max(Math.Abs(value), uncertainty) < SmallestNats ? "0.00" : Fixed(value, (int)Math.Clamp(extra - power, 0, 4));
    }

    /// <summary>A value to so many decimals, for columns that are compared down the page.</summary>
    internal static string Fixed(double value, int decimals)
    {
        if (!double.IsFinite(value)) return "not finite";
        string text = Math.Abs(value) < 1e6 ? value.ToString((Math.Abs(value) >= 9999.5 ? "#,0." : "0.") + new string('0', decimals), s_culture) : Value(value);
        bool zero = text.AsSpan().IndexOfAnyInRange('1', '9') < 0;
        return zero ? text.TrimStart('-') : text;
    }

    /// <summary>A setting or threshold: every digit that was given, none that was not.</summary>
    internal static string Setting(double value) => value.ToString("G6", s_culture).Replace("E", "e", StringComparison.Ordinal);

    /// <summary>A count, thousands apart.</summary>
    internal static string Count(long value) => value.ToString("#,0", s_culture);

    /// <summary>A share in [0, 1] as a percentage.</summary>
    internal static string Percent(double share) =>
        !double.IsFinite(share) ? "not finite" : (100 * share).ToString(share is 0 or 1 ? "0" : "0.0", s_culture) + "\u00A0%";

    /// <summary>A confidence, which is not known to tenths of a percent.</summary>
    internal static string Confidence(double confidence) => double.IsFinite(confidence) ? (100 * confidence).ToString("0", s_culture) + "\u00A0%" : "not known";

    /// <summary>The decimals with which a column of such values is comparable: two from 100 up, else three.</summary>
    internal static int Decimals(IEnumerable<double> values) => values.Any(value => Math.Abs(value) >= 99.995) ? 2 : 3;

    /// <summary>Two ends in brackets, to the digits that their distance leaves them.</summary>
    internal static string Interval(double low, double high)
    {
        double half = (high - low) / 2;
        return $"[{Value(low, half)}, {Value(high, half)}]";
    }

    /// <summary>A value to the digits that its interval leaves it.</summary>
    internal static string Value(double value, IReadOnlyList<double>? ends) => ends is [double low, double high] ? Value(value, (high - low) / 2) : Value(value);

    /// <summary>Two ends in brackets, or nothing where there are not two.</summary>
    internal static string Interval(IReadOnlyList<double>? ends) => ends is [double low, double high] ? Interval(low, high) : "";

    /// <summary>Seconds in the units a person would choose.</summary>
    internal static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds < 0) return "not known";
        if (seconds < 10) return seconds.ToString("0.0", s_culture) + " s";
        long whole = (long)Math.Round(seconds);
        if (whole < 60) return $"{whole} s";
        return whole < 3600 ? $"{whole / 60} min {whole % 60} s" : $"{Count(whole / 3600)} h {whole % 3600 / 60} min";
    }

    /// <summary>The minus sign for each hyphen that stands before a digit as a sign.</summary>
    internal static string Minus(string text) => SignPattern().Replace(text, "−");

    /// <summary>A noun with its count: <c>1 unit</c>, <c>2 units</c>.</summary>
    internal static string Plural(long count, string noun) => count == 1 ? $"1 {noun}" : $"{Count(count)} {noun}s";

    [GeneratedRegex(@"(?<![\p{L}\p{N}\-])-(?=\d)|(?<=\de)-(?=\d)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SignPattern();
}
