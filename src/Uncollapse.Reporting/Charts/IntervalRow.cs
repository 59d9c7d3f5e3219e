namespace Uncollapse.Reporting.Charts;

/// <summary>An estimate with its interval; ends that are not finite are not drawn.</summary>
internal sealed record IntervalRow(string Label, double Value, double Low, double High);
