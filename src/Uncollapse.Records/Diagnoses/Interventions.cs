namespace Uncollapse.Records.Diagnoses;

/// <summary>Does the decoder use the code? Each member is null where the model cannot be asked.</summary>
public sealed record Interventions
{
    /// <summary>The code of another example (a derangement).</summary>
    public Intervention? ShuffleCode { get; init; }

    /// <summary>A code from the prior.</summary>
    public Intervention? PriorCode { get; init; }

    /// <summary>The average code.</summary>
    public Intervention? MeanCode { get; init; }

    /// <summary>The skip features of another example, the code kept.</summary>
    public Intervention? ShuffleSkip { get; init; }

    /// <summary>The condition of another example, the code kept.</summary>
    public Intervention? ShuffleCondition { get; init; }

    /// <summary>An autoregressive decoder's context blanked.</summary>
    public Intervention? DropContext { get; init; }

    /// <summary>The code of another example where the context is blanked: what an autoregressive decoder would use of the code if it had nothing else.</summary>
    public Intervention? ShuffleCodeWithoutContext { get; init; }

    /// <summary>Only one unit is shuffled, for each unit.</summary>
    public IReadOnlyList<Intervention> PerUnit { get; init; } = [];

    /// <summary>All units of a block are shuffled together: blocks that were asked for, and the model's own: its active units, its passive ones, its levels.</summary>
    public IReadOnlyList<BlockIntervention> PerBlock { get; init; } = [];
}
