namespace Uncollapse.Records.Maps;

/// <summary>The genes whose share a unit changes most.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Information">I(X;Z_j), nats; null where units mean nothing alone.</param>
/// <param name="Up">Those that rise with the unit, the most first.</param>
/// <param name="Down">Those that fall, the most first.</param>
public sealed record UnitGenes(int Unit, double? Information, IReadOnlyList<GeneChange> Up, IReadOnlyList<GeneChange> Down);
