using System.Globalization;

namespace Uncollapse.Data.Sources;

/// <summary>A file of a folder, or an array of an archive, that may hold examples or labels.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Axes">Its axes, where they are known; empty for tables, which have two.</param>
/// <param name="IsNumeric">Whether it holds numbers.</param>
internal sealed record Candidate(string Name, IReadOnlyList<long> Axes, bool IsNumeric)
{
    /// <summary>Whether it can hold examples: two axes at least that are longer than 1, or a table.</summary>
    public bool CanBeExamples => IsNumeric && (Axes.Count == 0 || (Axes.Count >= 2 && Axes.Count(length => length > 1) >= 2));

    /// <summary>The length when it is a vector (other axes of length 1), else -1.</summary>
    public long VectorLength => Axes.Count > 0 && Axes.Count(length => length > 1) <= 1 ? Axes.Max() : -1;

    /// <inheritdoc/>
    public override string ToString() => Axes.Count == 0
        ? Name
        : $"{Name} ({string.Join(" x ", Axes.Select(length => length.ToString(CultureInfo.InvariantCulture)))})";
}
