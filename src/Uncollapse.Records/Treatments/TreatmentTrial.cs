using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Treatments;

/// <summary>One trial: a plan with remedies, trained as long as it was among the best.</summary>
public sealed record TreatmentTrial
{
    /// <summary>Its name, and that of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>The course it belongs to: 1, or 2 where what the first one mended brought another cause to light.</summary>
    public int Course { get; init; } = 1;

    /// <summary>Why it was made.</summary>
    public required TrialRole Role { get; init; }

    /// <summary>The cause that it is to cure, or what it is to compare with.</summary>
    public required string Reason { get; init; }

    /// <summary>The remedies, as <c>--remedy</c> reads them.</summary>
    public required IReadOnlyList<string> Remedies { get; init; }

    /// <summary>The keys in which its plan differs from the one that is treated.</summary>
    public required IReadOnlyList<PlanChange> Changes { get; init; }

    /// <summary>What was seen of it, after more and more epochs.</summary>
    public IReadOnlyList<TrialReading> Readings { get; init; } = [];

    /// <summary>Seconds of its training and readings.</summary>
    public double Seconds { get; init; }

    /// <summary>What became of it, in plain words.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Whether it gets no more epochs.</summary>
    public bool Ended { get; init; }
}
