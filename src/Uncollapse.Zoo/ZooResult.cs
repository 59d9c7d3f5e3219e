using Uncollapse.Records.Zoo;

namespace Uncollapse.Zoo;

/// <summary>A visit to the zoo.</summary>
/// <param name="Record">What <c>zoo.json</c> holds.</param>
/// <param name="Exhibits">What the page shows, one for each case of the first seed, in the order of the tour.</param>
public sealed record ZooResult(ZooRecord Record, IReadOnlyList<ZooExhibit> Exhibits);
