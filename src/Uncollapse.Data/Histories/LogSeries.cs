namespace Uncollapse.Data.Histories;

/// <summary>One quantity of a training's log, in the order it was written.</summary>
/// <param name="Name">The column's or tag's name.</param>
/// <param name="Steps">The step of each value: the log's own where it has one, else the row's number from 0.</param>
/// <param name="Values">The values; a moment without one is left out.</param>
public sealed record LogSeries(string Name, IReadOnlyList<double> Steps, IReadOnlyList<double> Values);
