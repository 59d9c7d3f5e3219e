using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Datasets;

/// <summary>How rows lie in a file.</summary>
/// <param name="Kind">What one element is.</param>
/// <param name="BigEndian">Whether its most significant byte comes first.</param>
/// <param name="Offset">Where the first row begins.</param>
internal readonly record struct RowFormat(ElementKind Kind, bool BigEndian, long Offset);
