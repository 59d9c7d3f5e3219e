namespace Uncollapse.Reporting.Charts;

/// <summary>A point in the data's units; a coordinate that is not finite is a gap.</summary>
internal readonly record struct Point(double X, double Y)
{
    internal bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);
}
