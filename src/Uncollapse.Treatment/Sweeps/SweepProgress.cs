using Uncollapse.Records.Sweeps;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>How far a sweep is.</summary>
/// <param name="Fraction">The part of all work that is done, 0 to 1.</param>
/// <param name="Doing">What is under way.</param>
/// <param name="ExamplesPerSecond">The pace of all trainings together; 0 while none runs.</param>
/// <param name="Remaining">The time that the rest takes at the pace so far.</param>
/// <param name="Ended">The cell that just ended; null: none.</param>
public readonly record struct SweepProgress(double Fraction, string Doing, double ExamplesPerSecond, TimeSpan Remaining, SweepCell? Ended);
