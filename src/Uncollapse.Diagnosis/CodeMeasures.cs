using Uncollapse.Diagnosis.Measures;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis;

/// <summary>Rate and information of codes, before they are put into a diagnosis.</summary>
internal sealed record CodeMeasures
{
    /// <summary>R.</summary>
    public required double Rate { get; init; }

    /// <summary>Each example's.</summary>
    public required double[] RatePerExample { get; init; }

    /// <summary>Where it comes from.</summary>
    public string RateEstimator { get; init; } = "closed form";

    /// <summary>I(X;Z) and I(X;Z_j).</summary>
    public required Information Information { get; init; }

    /// <summary>Each unit's KL from the prior's marginal.</summary>
    public required Rate UnitRates { get; init; }

    /// <summary>What units are compared with; null where they are not measured.</summary>
    public required UnitPrior? UnitPrior { get; init; }

    /// <summary>R - I.</summary>
    public required double AggregateKl { get; init; }

    /// <summary>sum_j KL(q(z_j)||p(z_j)), where the split exists.</summary>
    public required double? MarginalKl { get; init; }

    /// <summary>The rest of it.</summary>
    public required double? TotalCorrelation { get; init; }

    /// <summary>Level by level.</summary>
    public IReadOnlyList<LevelDiagnosis> Levels { get; init; } = [];

    /// <summary>What there is none of.</summary>
    public IReadOnlyList<string> Undefined { get; init; } = [];
}
