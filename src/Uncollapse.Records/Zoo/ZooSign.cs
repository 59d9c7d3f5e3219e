namespace Uncollapse.Records.Zoo;

/// <summary>A number that gives a planted cause away, measured on the plant and on its healthy twin.</summary>
/// <param name="Measure">What was measured, such as <c>mutual_information</c>.</param>
/// <param name="Meaning">What it is, in words, with its unit.</param>
/// <param name="Healthy">Its value in the twin; null: not defined there.</param>
/// <param name="Collapsed">Its value in the plant; null: not defined there.</param>
/// <param name="Expected">What must hold for the plant to be real, in words, such as <c>below 10 % of the twin's</c>.</param>
/// <param name="Holds">Whether it does.</param>
public sealed record ZooSign(string Measure, string Meaning, double? Healthy, double? Collapsed, string Expected, bool Holds);
