namespace Uncollapse.Records.Diagnoses;

/// <summary>A key of a plan that a counterfactual changed.</summary>
/// <param name="Key">Its dotted path.</param>
/// <param name="Before">Its value in the run's plan, as text.</param>
/// <param name="After">Its value in the trial's.</param>
public sealed record KeyChange(string Key, string Before, string After);
