namespace Uncollapse.Records.Diagnoses;

/// <summary>
/// The landscape of log p(x|z) at each example's code: G = J^T F J, J the decoder's exact Jacobian to the likelihood's first head and F that head's Fisher information. An eigenvalue g is
/// the precision that an example adds to the prior's 1 along its direction.
/// </summary>
public sealed record Geometry
{
    /// <summary>The eigenvalues of G, the largest first, each averaged over examples.</summary>
    public required IReadOnlyList<double> Eigenvalues { get; init; }

    /// <summary>The 5 % quantile over examples of each.</summary>
    public required IReadOnlyList<double> EigenvaluesLower { get; init; }

    /// <summary>The 95 % quantile over examples of each.</summary>
    public required IReadOnlyList<double> EigenvaluesUpper { get; init; }

    /// <summary>C = mean over examples of sum 1/2 log(1 + g): what the decoder could read of the best small Gaussian posterior, nats.</summary>
    public required double Capacity { get; init; }

    /// <summary>The same of 1/2 log(1 + g / beta): what the objective at its own weight would pay for.</summary>
    public required double CapacityAtBeta { get; init; }

    /// <summary>What the KL weighs against the summed reconstruction.</summary>
    public required double Beta { get; init; }

    /// <summary>Directions in which the mean of 1/2 log(1 + g) is below 0.01 nats.</summary>
    public required int FlatDirections { get; init; }

    /// <summary>Examples measured.</summary>
    public required int Examples { get; init; }

    /// <summary>The eigenvalues of the averaged G, the largest first: directions that all examples share.</summary>
    public required IReadOnlyList<double> SharedEigenvalues { get; init; }

    /// <summary>For each of those directions the share of each unit, v_j^2: rows add up to 1.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> UnitShares { get; init; }

    /// <summary>Unit by unit.</summary>
    public required IReadOnlyList<UnitGeometry> Units { get; init; }

    /// <summary>
    /// Angles in degrees, the smallest first, between the directions in which the decoder's mean moves most and as many of the data's principal directions; empty for words and where each
    /// output has several numbers.
    /// </summary>
    public IReadOnlyList<double> PrincipalAngles { get; init; } = [];

    /// <summary>log p(x|z) of one example through its two steepest and its two flattest directions.</summary>
    public IReadOnlyList<DensitySlice> Slices { get; init; } = [];
}
