using Uncollapse.Records.Treatments;

namespace Uncollapse.Reporting.Treatments;

/// <summary>What a treatment's report is made of.</summary>
public sealed record TreatmentContent
{
    /// <summary>The record.</summary>
    public required TreatmentRecord Record { get; init; }

    /// <summary>The model before.</summary>
    public required TreatmentSide Before { get; init; }

    /// <summary>The accepted model, or the best one that was not; null where no trial was trained to its end.</summary>
    public TreatmentSide? After { get; init; }
}
