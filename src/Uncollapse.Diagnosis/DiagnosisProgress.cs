namespace Uncollapse.Diagnosis;

/// <summary>How far a diagnosis is.</summary>
/// <param name="Stage">What is being measured, in words.</param>
/// <param name="Fraction">The share of the whole that is done, 0 to 1; it never falls.</param>
public readonly record struct DiagnosisProgress(string Stage, double Fraction);
