namespace Uncollapse.Records.Maps;

/// <summary>Examples as points of a plane by their codes, with what is known of each.</summary>
/// <param name="Projections">The planes; each has a point for every example.</param>
/// <param name="Colours">What the points can be coloured by; each has a value for every example.</param>
/// <param name="Examples">Points.</param>
/// <param name="Caption">What the points are, for people.</param>
public sealed record CodeMap(IReadOnlyList<MapProjection> Projections, IReadOnlyList<MapColour> Colours, int Examples, string Caption);
