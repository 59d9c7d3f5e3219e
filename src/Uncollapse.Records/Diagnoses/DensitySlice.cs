namespace Uncollapse.Records.Diagnoses;

/// <summary>log p(x|z) of one example over a plane of codes through its own.</summary>
/// <param name="Directions">Which: <c>steepest</c> or <c>flattest</c>.</param>
/// <param name="Example">The example's position among those measured.</param>
/// <param name="Extent">The plane reaches so far from the code either way, in the prior's standard deviations.</param>
/// <param name="LogLikelihood">Nats, row by row along the second direction, each along the first.</param>
public sealed record DensitySlice(string Directions, int Example, double Extent, IReadOnlyList<IReadOnlyList<double>> LogLikelihood);
