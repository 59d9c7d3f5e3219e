using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>A way round the code, and what it is worth to the decoder.</summary>
/// <param name="Cause">The cause that it is where it takes the code's place.</param>
/// <param name="Measure">The intervention's name.</param>
/// <param name="Suspect">The stability margin's name for the model without it.</param>
/// <param name="Cost">What the decoder loses without it.</param>
/// <param name="IsRightful">Whether a model that makes x from z may use it: what it is told and its own past, but no features of x.</param>
/// <param name="What">The intervention in words, up to <c>cost</c>.</param>
/// <param name="Through">How the decoder describes the example then.</param>
/// <param name="Prescriptions">Remedies.</param>
internal sealed record Shortcut(string Cause, string Measure, string Suspect, Intervention Cost, bool IsRightful, string What, string Through, IReadOnlyList<string> Prescriptions);
