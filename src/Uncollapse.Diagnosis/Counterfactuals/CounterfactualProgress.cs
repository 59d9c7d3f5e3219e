namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>How far the trials are.</summary>
/// <param name="Stage">What is being trained, in words.</param>
/// <param name="Fraction">The share of the budget that is used, or of the trials that are done where that is more, 0 to 1; it never falls.</param>
/// <param name="Remaining">At most so long.</param>
public readonly record struct CounterfactualProgress(string Stage, double Fraction, TimeSpan Remaining);
