using Uncollapse.Records;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;

namespace Uncollapse.Reporting.Treatments;

/// <summary>One of the two models of a treatment's report: before or after.</summary>
public sealed record TreatmentSide
{
    /// <summary>Its plan.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Its training.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>Examples above what the decoder makes of their codes; null where they are no pictures.</summary>
    public Picture? Reconstructions { get; init; }

    /// <summary>What moving its most informative units does; null where examples are no pictures, or units mean nothing alone.</summary>
    public Picture? Traversals { get; init; }

    /// <summary>Sentences and what the decoder makes of their codes; null where examples are none.</summary>
    public TextSheet? Text { get; init; }
}
