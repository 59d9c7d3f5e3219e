namespace Uncollapse.Records.Diagnoses;

/// <summary>A number that a verdict or status depends on.</summary>
/// <param name="Name">Its name, such as <c>active_unit_variance</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Meaning">What it decides.</param>
/// <param name="Source">Who set it.</param>
public sealed record Threshold(string Name, double Value, string Meaning, string Source);
