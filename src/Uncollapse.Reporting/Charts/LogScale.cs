namespace Uncollapse.Reporting.Charts;

/// <summary>Equal ratios are equal lengths; both ends are above 0, and so must values be.</summary>
internal sealed class LogScale(double low, double high, double from, double to) : Scale(low, high, from, to)
{
    internal override double Share(double value) => (Math.Log(value) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low));

    internal override IReadOnlyList<Tick> Ticks(int count) => Charts.Ticks.Logarithmic(Low, High, count);
}
