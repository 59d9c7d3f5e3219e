using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>A cause that can be taken out of a plan.</summary>
internal sealed record Suspect
{
    /// <summary>The cause, by its name in findings.</summary>
    public required string Cause { get; init; }

    /// <summary>Other causes that the same change takes away, such as a constant code with the skips that it opens.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The plan without it. It changes nothing else.</summary>
    public required Func<Plan, Plan> Remove { get; init; }

    /// <summary>What it is, for a finding that trials alone make.</summary>
    public required string Says { get; init; }

    /// <summary>Remedies.</summary>
    public required IReadOnlyList<string> Prescriptions { get; init; }

    /// <summary>Whether it keeps information out; a schedule that is not finished may let too much in, and is judged by any change.</summary>
    public bool KeepsOut { get; init; } = true;

    /// <summary>How likely it is before trials: the finding's confidence, or <see cref="TrialRule.Unaccused"/>.</summary>
    public double Prior { get; init; } = TrialRule.Unaccused;
}
