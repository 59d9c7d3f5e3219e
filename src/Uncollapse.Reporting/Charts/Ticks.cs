using System.Globalization;

namespace Uncollapse.Reporting.Charts;

/// <summary>Positions that people count in: multiples of 1, 2 or 5 times a power of ten.</summary>
internal static class Ticks
{
    private static readonly int[] s_mantissas = [1, 2, 5];

    /// <summary>Multiples of one nice step within [low, high], about <paramref name="count"/> of them.</summary>
    internal static IReadOnlyList<Tick> Linear(double low, double high, int count, bool whole = false)
    {
        double step = Step((high - low) / count);
        if (whole) step = Math.Max(1, step);
        double first = Math.Ceiling((low / step) - 1e-9), last = Math.Floor((high / step) + 1e-9);
        if (!double.IsFinite(first) || !double.IsFinite(last) || Math.Abs(first) > 1e12 || last < first)
        {
            return [new Tick(low, Label(low, Math.Abs(low) / 1000)), new Tick(high, Label(high, Math.Abs(high) / 1000))];
        }

        var ticks = new List<Tick>();
        for (double multiple = first; multiple <= last; multiple++)
        {
            double value = multiple == 0 ? 0 : multiple * step;
            ticks.Add(new Tick(value, Label(value, step)));
        }

        return ticks;
    }

    /// <summary>Powers of ten within [low, high], with their double and fivefold where there is room; linear ticks within one decade.</summary>
    internal static IReadOnlyList<Tick> Logarithmic(double low, double high, int count)
    {
        double decades = Math.Log10(high / low);
        int stride = Math.Max(1, (int)Math.Ceiling(decades / count));
        int[] mantissas = decades * 3 <= count + 1 ? s_mantissas : [1];
        var ticks = new List<Tick>();
        for (int power = (int)Math.Floor(Math.Log10(low)); power <= Math.Ceiling(Math.Log10(high)); power++)
        {
            if (power % stride != 0) continue;
            foreach (int mantissa in mantissas)
            {
                double value = mantissa * Math.Pow(10, power);
                if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) ticks.Add(new Tick(value, Label(value, value)));
            }
        }

        return ticks.Count >= 2 ? ticks : Linear(low, high, count);
    }

    /// <summary>The smallest of 1, 2, 5 times a power of ten that is not below <paramref name="raw"/>.</summary>
    internal static double Step(double raw)
    {
        if (!double.IsFinite(raw) || raw <= 0) return 1;
        int power = (int)Math.Floor(Math.Log10(raw));
        double unit = Math.Pow(10, power);
        foreach (int mantissa in s_mantissas)
        {
            if (mantissa * unit >= raw * (1 - 1e-9)) return mantissa * unit;
        }

        return Math.Pow(10, power + 1);
    }

    private static string Label(double value, double step)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        int decimals = step > 0 ? Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9)) : 0;
        double size = Math.Abs(value);
        bool plain = value == 0 || (size < 999_999.5 && decimals <= 4);
        string text = plain ? value.ToString("#,0." + new string('0', decimals), culture) : value.ToString("0.##e+0", culture);
        return text.Replace("e+", "e", StringComparison.Ordinal).Replace('-', '−');
    }
}
