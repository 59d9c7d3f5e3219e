namespace Uncollapse.Reporting.Charts;

/// <summary>Equal differences are equal lengths.</summary>
internal sealed class LinearScale(double low, double high, double from, double to, bool whole = false) : Scale(low, high, from, to)
{
    // Halved first, so that the whole range of doubles has a finite length.
    internal override double Share(double value) => ((value / 2) - (Low / 2)) / ((High / 2) - (Low / 2));

    internal override IReadOnlyList<Tick> Ticks(int count) => Charts.Ticks.Linear(Low, High, count, whole);
}
