using System.Globalization;

namespace Uncollapse.Reporting.Charts;

/// <summary>What a chart cannot show and must not hide: values outside its axes, and values that are missing.</summary>
internal static class Remarks
{
    private const int Listed = 6;

    internal static string? Of(IReadOnlyList<Series> series, AxisRange shown, string name)
    {
        List<string> remarks = [];
        foreach (Series one in series)
        {
            Point[] outside = [.. one.Finite.Where(point => !shown.Contains(point.Y))];
            string who = series.Count > 1 ? $"{one.Name}: " : "";
            if (outside.Length > 0)
            {
                string values = outside.Length == 1
                    ? $"{Numbers.Value(outside[0].Y)}"
                    : $"{Numbers.Plural(outside.Length, "value")} between {Numbers.Value(outside.Min(p => p.Y))} and {Numbers.Value(outside.Max(p => p.Y))}";
                remarks.Add($"{who}{values} outside the axes ({name} {Spans([.. outside.Select(point => point.X)])}).");
            }

            double[] missing = [.. one.Points.Where(point => !point.IsFinite).Select(point => point.X)];
            if (missing.Length > 0) remarks.Add($"{who}no finite value at {name} {Spans(missing)}.");
        }

        return remarks.Count == 0 ? null : Numbers.Minus(string.Join(" ", remarks));
    }

    /// <summary>Whole numbers as runs: 1 to 3, 7, 9 to 12.</summary>
    internal static string Spans(IReadOnlyList<double> numbers)
    {
        List<string> spans = [];
        for (int begin = 0; begin < numbers.Count;)
        {
            int end = begin;
            while (end + 1 < numbers.Count && numbers[end + 1] - numbers[end] <= 1) end++;
            string first = numbers[begin].ToString("0.##", CultureInfo.InvariantCulture), last = numbers[end].ToString("0.##", CultureInfo.InvariantCulture);
            spans.Add(begin == end ? first : end == begin + 1 ? $"{first}, {last}" : $"{first} to {last}");
            begin = end + 1;
        }

        return spans.Count <= Listed ? string.Join(", ", spans) : $"{string.Join(", ", spans.Take(Listed))} and {Numbers.Count(spans.Count - Listed)} more spans";
    }
}
