namespace Uncollapse.Records.Diagnoses;

/// <summary>Something found about a model, with the evidence and what to do.</summary>
public sealed record Finding
{
    /// <summary>The cause's name, such as <c>constant-code</c> or <c>objective-scaling</c>.</summary>
    public required string Cause { get; init; }

    /// <summary>How much it matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>How sure, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Statement { get; init; }

    /// <summary>The numbers that speak for it.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>Names of remedies.</summary>
    public IReadOnlyList<string> Prescriptions { get; init; } = [];

    /// <summary>What trials without the cause said; null where none was made of it.</summary>
    public Counterfactual? Counterfactual { get; init; }
}
