using System.Globalization;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>Sentences with numbers, the same in every culture.</summary>
internal static class Text
{
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>1 unit</c>, <c>2 units</c>, <c>1,000 examples</c>.</summary>
    public static string Count(int number, string noun) => Of($"{number:N0} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>A value in nats with as many digits as a sentence bears: two decimals, none from 100 on, and no sign before a zero.</summary>
    public static string Nats(double value)
    {
        string text = Math.Abs(value) >= 100 ? Of($"{value:N0}") : Of($"{value:0.##}");
        return text == "-0" ? "0" : text;
    }
}
