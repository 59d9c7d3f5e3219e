namespace Uncollapse.Records.Diagnoses;

/// <summary>What the codes of the examples of one label cost and tell. Means over examples, so that the labels' own, weighted by examples, add up to the whole.</summary>
/// <param name="Column">The label column.</param>
/// <param name="Label">The label.</param>
/// <param name="Examples">Measured examples that have it.</param>
/// <param name="Rate">Their mean KL from the prior, nats.</param>
/// <param name="Information">Their mean log q(z|x) / q(z), nats: what a code tells about which of all examples it came from.</param>
public sealed record LabelDiagnosis(string Column, string Label, int Examples, double Rate, double Information);
