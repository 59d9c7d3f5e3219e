using System.Globalization;
using System.Text;

namespace Uncollapse.Records.Plans;

/// <summary>How values of a plan are written as text and read back: culture-free, shortest round trip, kebab-case names.</summary>
internal static class PlanValue
{
    internal const string Null = "null";

    internal static string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    internal static string Format(long value) => value.ToString(CultureInfo.InvariantCulture);

    internal static double Double(string text)
    {
        double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? value : throw new FormatException("not finite");
    }

    internal static int Int(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    internal static long Long(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    internal static bool Bool(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => throw new FormatException(text),
    };

    internal static bool IsNull(string text) => text is "" or Null or "~";

    internal static string Kebab<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        var text = new StringBuilder();
        foreach (char letter in value.ToString())
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    internal static TEnum Enum<TEnum>(string text)
        where TEnum : struct, Enum
    {
        foreach (TEnum value in System.Enum.GetValues<TEnum>())
        {
            if (string.Equals(Kebab(value), text, StringComparison.Ordinal)) return value;
        }

        throw new FormatException(text);
    }

    /// <summary>One of some values only.</summary>
    internal static TEnum Enum<TEnum>(string text, IReadOnlyList<TEnum> allowed)
        where TEnum : struct, Enum => Enum<TEnum>(text) is var value && allowed.Contains(value) ? value : throw new FormatException(text);

    internal static string EnumType<TEnum>(IEnumerable<TEnum> allowed)
        where TEnum : struct, Enum => string.Join('|', allowed.Select(Kebab));
}
