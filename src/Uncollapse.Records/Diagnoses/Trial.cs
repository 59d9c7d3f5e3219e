using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Diagnoses;

/// <summary>One counterfactual training: the run's plan without some suspects, all else equal, measured on the same examples with the same draws as its control. Nats per example.</summary>
public sealed record Trial
{
    /// <summary>The causes that were taken away; empty for the control.</summary>
    public required IReadOnlyList<string> Without { get; init; }

    /// <summary>What that changed in the plan.</summary>
    public required IReadOnlyList<PlanChange> Changes { get; init; }

    /// <summary>What it showed.</summary>
    public required TrialOutcome Outcome { get; init; }

    /// <summary>I(X;Z) with its interval; null where it was not measured.</summary>
    public MutualInformation? MutualInformation { get; init; }

    /// <summary>What another example's code costs the decoder; null where it was not measured.</summary>
    public Intervention? ShuffleCode { get; init; }

    /// <summary>The rate.</summary>
    public double? Rate { get; init; }

    /// <summary>The ELBO at beta = 1.</summary>
    public double? Elbo { get; init; }

    /// <summary>The verdict by the same rules as the run's.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Seconds of training and measuring.</summary>
    public required double Seconds { get; init; }

    /// <summary>Why it shows nothing; null where it does.</summary>
    public string? Note { get; init; }
}
