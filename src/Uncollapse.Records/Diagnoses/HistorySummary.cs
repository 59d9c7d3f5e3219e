namespace Uncollapse.Records.Diagnoses;

/// <summary>One series of a training's log in a few numbers.</summary>
/// <param name="Name">Its name in the log.</param>
/// <param name="Points">Values that are finite.</param>
/// <param name="First">The mean of the first tenth.</param>
/// <param name="Last">The mean of the last tenth.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
/// <param name="NotFinite">Values that are NaN or infinite.</param>
public sealed record HistorySummary(string Name, int Points, double First, double Last, double Least, double Most, int NotFinite);
