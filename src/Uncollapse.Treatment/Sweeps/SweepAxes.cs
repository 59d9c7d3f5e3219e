using System.Text.RegularExpressions;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>Axes of a sweep from text, and what their values have to be.</summary>
/// <remarks>
/// <para><c>KEY=a,b,c</c> lists values; <c>KEY=lo..hi:n</c> are n values in equal differences and <c>KEY=lo..hi:nlog</c> in equal ratios, both ends among them, to four digits or as many as tell them apart; of an integer key whole numbers, each once.</para>
/// <para>Where a value has commas itself, as a list of layers has, values are separated by semicolons: <c>model.encoder.hidden=64;200,200</c>. Of <c>remedy=...</c> a comma before <c>parameter=value</c>
/// goes on with the remedy before it, <c>+</c> joins remedies that are given together, and <c>none</c> is the plan without any.</para>
/// </remarks>
public static partial class SweepAxes
{
    private const string NoRemedy = "none";
    private const string Forms = "KEY=a,b,c or KEY=lo..hi:n or KEY=lo..hi:nlog";
    private const string Example = "such as objective.beta=0.5..32:7log";

    /// <summary>Reads an axis.</summary>
    /// <param name="text"><c>KEY=VALUES</c>.</param>
    /// <exception cref="PlanException">It is not of that form, or names a key, a value or a remedy that there is not.</exception>
    public static SweepAxis Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] pair = text.Split('=', 2, StringSplitOptions.TrimEntries);
        if (pair.Length != 2 || pair[0].Length == 0) throw Problem("sweep", Forms, $"'{text}'", Example);
        if (pair[1].Length == 0) throw Problem(pair[0], Forms, "no values", Example);
        if (pair[0] == SweepAxis.RemedyKey) return Checked(new SweepAxis(pair[0], Remedies(pair[1])));
        PlanKey key = Key(pair[0]);
        if (!AxisRange.IsOf(key, pair[1])) return Checked(new SweepAxis(key.Path, Listed(key, pair[1])));
        (IReadOnlyList<string> values, AxisSpacing spacing) = AxisRange.Read(key, pair[1]);
        return Checked(new SweepAxis(key.Path, values, spacing));
    }

    /// <summary>Reads the axes of a grid.</summary>
    /// <param name="texts">Each <c>KEY=VALUES</c>.</param>
    /// <exception cref="PlanException">One is not of that form, names what there is not, or has the key of another.</exception>
    public static IReadOnlyList<SweepAxis> Parse(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Once([.. texts.Select(Parse)]);
    }

    /// <summary>Refuses a key that is there twice.</summary>
    internal static SweepAxis[] Once(SweepAxis[] axes) => axes.GroupBy(axis => axis.Key, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
        ? throw Problem(twice.Key, "each key once", "it again", "give all its values together")
        : axes;

    /// <summary>The axis with its values as plans write them.</summary>
    /// <exception cref="PlanException">There is no such key, a value is none of it, or stands there twice.</exception>
    internal static SweepAxis Checked(SweepAxis axis)
    {
        Func<string, string> write = axis.Key == SweepAxis.RemedyKey ? value => RemedyText(Prescriptions(value)) : Writer(Key(axis.Key));
        string[] values = [.. axis.Values.Select(write)];
        if (values.Length == 0) throw Problem(axis.Key, "at least one value", "none", Example);
        if (values.GroupBy(value => value, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) throw Problem(axis.Key, "each value once", $"'{twice.Key}' twice", null);
        return axis with { Values = values };
    }

    /// <summary>The remedies of an axis' value.</summary>
    internal static IReadOnlyList<Prescription> Prescriptions(string value) =>
        value == NoRemedy ? [] : [.. Joint().Split(value).Select(part => Prescription.Parse(part.Trim()))];

    private static string RemedyText(IReadOnlyList<Prescription> remedies) => remedies.Count == 0 ? NoRemedy : string.Join('+', remedies.Select(one => one.ToString()));

    private static Func<string, string> Writer(PlanKey key) => value => key.Format(key.Parse(new Plan(), value)) is { Length: > 0 } text ? text : "none";

    private static PlanKey Key(string path)
    {
        if (PlanSchema.Find(path) is { } key) return key;
        string? near = path.Length > 3 && SweepAxis.RemedyKey.StartsWith(path[..3], StringComparison.Ordinal) ? SweepAxis.RemedyKey : PlanSchema.Nearest(path);
        throw Problem(path, "a key of a plan, or remedy", "an unknown one", near is null ? "'uncollapse train --help' shows all keys in brackets" : $"did you mean {near}?");
    }

    private static string[] Listed(PlanKey key, string text)
    {
        bool isList = key.Type.StartsWith("a list", StringComparison.Ordinal);
        if (isList && text.Contains(',', StringComparison.Ordinal) && !text.Contains(';', StringComparison.Ordinal))
            throw Problem(key.Path, "lists with ';' between them, as each has commas of its own", $"'{text}'", $"{key.Path}={text.Replace(',', ';')} for lists of one, {key.Path}={text}; for this one alone");
        string[] items = text.TrimEnd(';').Split(isList || text.Contains(';', StringComparison.Ordinal) ? ';' : ',', StringSplitOptions.TrimEntries);
        return items.Any(item => item.Length == 0) ? throw Problem(key.Path, "a value between two commas", "nothing", null) : items;
    }

    private static List<string> Remedies(string text)
    {
        if (text.Contains(';', StringComparison.Ordinal)) return [.. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        var values = new List<string>();
        foreach (string item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            int colon = item.IndexOf(':', StringComparison.Ordinal), equals = item.IndexOf('=', StringComparison.Ordinal);
            // A parameter of the remedy before it.
            if (values.Count > 0 && equals >= 0 && (colon < 0 || colon > equals)) values[^1] += $",{item}";
            else values.Add(item);
        }

        return values;
    }

    internal static PlanException Problem(string key, string expected, string found, string? hint) => new([new PlanProblem(key, null, expected, found, hint)]);

    // Not the sign of an exponent.
    [GeneratedRegex(@"\+(?=\s*[a-z])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Joint();
}
