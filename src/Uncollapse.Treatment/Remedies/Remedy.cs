using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A cure as a pure function from a plan to a plan, with its source and what it is indicated for.</summary>
public sealed record Remedy
{
    /// <summary>The name, such as <c>free-bits</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Who published it, and where.</summary>
    public required string Source { get; init; }

    /// <summary>The causes that it is indicated for, by their names in findings; the one that it suits best first.</summary>
    public required IReadOnlyList<string> Causes { get; init; }

    /// <summary>What can be chosen, with the published defaults.</summary>
    public IReadOnlyList<RemedyParameter> Parameters { get; init; } = [];

    /// <summary>Why a plan cannot take it, in words that follow "it cannot be given: "; null where it can.</summary>
    public Func<Plan, string?> Obstacle { get; init; } = _ => null;

    /// <summary>
    /// About how many times as long a training takes with it as without, from the plan before and the values it is given in: what a budget reckons with, no promise. It counts passes of networks and epochs, or is a time
    /// that the remedy's page gives; 1 where the two take about as long.
    /// </summary>
    public Func<Plan, RemedyArguments, double> Cost { get; init; } = (_, _) => 1;

    /// <summary>The change: a new plan from one without obstacle.</summary>
    public required Func<Plan, RemedyArguments, PlanFacts, Plan> Change { get; init; }
}
