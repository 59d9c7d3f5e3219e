namespace Uncollapse.Records.Diagnoses;

/// <summary>A number that speaks for a finding.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Value">Its value.</param>
/// <param name="Threshold">What it is compared with; null where nothing.</param>
/// <param name="Source">Where the threshold comes from.</param>
public sealed record Evidence(string Measure, double? Value, double? Threshold, string Source);
