using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Summaries;

/// <summary>Which likelihood suits the values, and why.</summary>
/// <param name="Likelihood">The likelihood.</param>
/// <param name="Scale">The scaling it needs.</param>
/// <param name="Binarise">The binarisation that is the custom with it.</param>
/// <param name="Reason">One sentence.</param>
public sealed record Suggestion(LikelihoodKind Likelihood, Scaling Scale, Binarisation Binarise, string Reason);
