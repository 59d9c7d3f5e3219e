namespace Uncollapse.Records.Diagnoses;

/// <summary>What one level of a hierarchical code costs and carries, nats per example.</summary>
/// <param name="Level"><c>z1</c>, the lower, or <c>z2</c>.</param>
/// <param name="Units">Its units.</param>
/// <param name="Rate">The mean KL of the level's posterior from its prior; the levels' add up to the rate.</param>
/// <param name="MutualInformation">Of z2, I(X;Z2); of z1, what it adds, I(X;Z1|Z2). They add up to I(X;Z).</param>
public sealed record LevelDiagnosis(string Level, int Units, double Rate, double MutualInformation);
