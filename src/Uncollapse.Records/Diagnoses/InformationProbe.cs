namespace Uncollapse.Records.Diagnoses;

/// <summary>I(column; Z) by distances to nearest neighbours, in nats, with what the same estimator gives where there is nothing to find.</summary>
public sealed record InformationProbe
{
    /// <summary>The estimate. It errs to the low side where the code has many units and the dependence is strong.</summary>
    public required double Estimate { get; init; }

    /// <summary>The mean of the estimates with the column's values exchanged between examples at random.</summary>
    public required double Baseline { get; init; }

    /// <summary>Their standard deviation.</summary>
    public required double BaselineDeviation { get; init; }

    /// <summary>The column's entropy H, which the information cannot exceed; null for numbers.</summary>
    public double? Entropy { get; init; }

    /// <summary><c>ross-2014</c> for classes, <c>ksg-2004</c> (Kraskov's first) for numbers.</summary>
    public required string Estimator { get; init; }

    /// <summary>Neighbours k.</summary>
    public required int Neighbours { get; init; }

    /// <summary>Exchanges behind the baseline.</summary>
    public required int Permutations { get; init; }

    /// <summary>Units of the code: those that inform, or all where none does.</summary>
    public required int Units { get; init; }

    /// <summary>The seed of codes and exchanges.</summary>
    public required long Seed { get; init; }
}
