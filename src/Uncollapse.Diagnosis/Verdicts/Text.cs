using System.Globalization;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>Sentences with numbers, the same in every culture.</summary>
internal static class Text
{
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>1 unit</c>, <c>2 units</c>.</summary>
    public static string Count(int number, string noun) => Of($"{number} {noun}{(number == 1 ? "" : "s")}");
}
