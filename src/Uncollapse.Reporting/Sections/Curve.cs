using Uncollapse.Reporting.Charts;

namespace Uncollapse.Reporting.Sections;

/// <summary>A chart to be made of a history: its titles and the names of its values.</summary>
internal sealed record Curve(string Title, string Subtitle, params string[] Names)
{
    internal double? Reaching { get; init; }

    internal bool Logarithmic { get; init; }

    internal LineChart Chart(IReadOnlyList<Series> series, IReadOnlyList<(double X, string Label)> markers) => new()
    {
        Title = Title, Series = series, Reaching = Reaching, Logarithmic = Logarithmic, Markers = markers,
    };
}
