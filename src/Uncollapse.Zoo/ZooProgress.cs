namespace Uncollapse.Zoo;

/// <summary>How far the whole zoo is.</summary>
/// <param name="Fraction">The share of all work that is done, 0 to 1; it never falls.</param>
/// <param name="Done">Trainings that are done.</param>
/// <param name="Trainings">Trainings in all.</param>
/// <param name="Remaining">Time left at the speed so far.</param>
public readonly record struct ZooProgress(double Fraction, int Done, int Trainings, TimeSpan Remaining);
