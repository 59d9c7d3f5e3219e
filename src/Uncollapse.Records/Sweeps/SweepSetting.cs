namespace Uncollapse.Records.Sweeps;

/// <summary>What a cell of a sweep has for one of its keys.</summary>
/// <param name="Key">A plan's key, or <c>remedy</c>.</param>
/// <param name="Value">The value as text.</param>
public sealed record SweepSetting(string Key, string Value);
