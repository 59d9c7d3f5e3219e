namespace Uncollapse.Treatment.Trials;

/// <summary>What is tried, and what a budget does not pay for.</summary>
/// <param name="Tried">In the order in which it is tried, the controls last.</param>
/// <param name="LeftOut">In words, what would have been tried without a budget.</param>
internal sealed record TrialChoice(IReadOnlyList<Candidate> Tried, IReadOnlyList<string> LeftOut);
