using Uncollapse.Records.History;
using Uncollapse.Reporting.Charts;

namespace Uncollapse.Reporting.Sections;

/// <summary>A history by epoch: of an epoch that was recorded twice, the later record counts.</summary>
internal sealed class Epochs
{
    private readonly HistoryEntry[] _entries;

    internal Epochs(IReadOnlyList<HistoryEntry> history)
    {
        var byEpoch = new SortedDictionary<int, HistoryEntry>();
        foreach (HistoryEntry entry in history.Where(entry => entry.Kind == "epoch")) byEpoch[entry.Epoch] = entry;
        _entries = [.. byEpoch.Values];
    }

    internal int Count => _entries.Length;

    /// <summary>The names of all values, sorted.</summary>
    internal IReadOnlyList<string> Names => [.. _entries.SelectMany(entry => entry.Values.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>A value by epoch, a gap where it is missing or not finite.</summary>
    internal IReadOnlyList<Point> Values(string name) =>
        [.. _entries.Select(entry => new Point(entry.Epoch, entry.Values.GetValueOrDefault(name) ?? double.NaN))];

    internal bool Has(string name) => _entries.Any(entry => entry.Values.ContainsKey(name));
}
