namespace Uncollapse.Treatment.Trials;

/// <summary>How far a treatment is.</summary>
/// <param name="Fraction">The part of the course under way that is done, 0 to 1.</param>
/// <param name="Doing">What is under way.</param>
/// <param name="Remaining">The time that the rest takes at the pace so far.</param>
public readonly record struct TreatmentProgress(double Fraction, string Doing, TimeSpan Remaining);
