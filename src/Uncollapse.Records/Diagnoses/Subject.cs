namespace Uncollapse.Records.Diagnoses;

/// <summary>What was diagnosed, and with which estimators' settings.</summary>
public sealed record Subject
{
    /// <summary>A run folder or a posterior file.</summary>
    public required string Source { get; init; }

    /// <summary><c>run</c> or <c>posterior</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The split that was measured; null for a posterior file, which does not say.</summary>
    public string? Split { get; init; }

    /// <summary>Examples measured.</summary>
    public required int Examples { get; init; }

    /// <summary>Outputs per example D; null where unknown.</summary>
    public int? Outputs { get; init; }

    /// <summary>The checkpoint: <c>best</c> or <c>last</c>; null for a posterior file.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The seed of the estimators' randomness.</summary>
    public required long Seed { get; init; }

    /// <summary>One line on the model, such as <c>784-400-20, bernoulli</c>.</summary>
    public string? Model { get; init; }
}
