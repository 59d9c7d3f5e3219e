namespace Uncollapse.Records.Maps;

/// <summary>One way to the plane.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Caption">What distances mean in it.</param>
/// <param name="Points">Across and up, [examples, 2].</param>
public sealed record MapProjection(string Title, string Caption, IReadOnlyList<float> Points);
