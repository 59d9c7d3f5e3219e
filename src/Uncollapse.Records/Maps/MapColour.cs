namespace Uncollapse.Records.Maps;

/// <summary>A value of every example, to colour it by.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Classes">Names of the classes; null for numbers.</param>
/// <param name="Values">The class's place in <paramref name="Classes"/>, or the number; NaN: none.</param>
public sealed record MapColour(string Column, IReadOnlyList<string>? Classes, IReadOnlyList<float> Values);
