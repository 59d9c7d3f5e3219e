namespace Uncollapse.Diagnosis.Theory;

/// <summary>What whitened scores are measured by.</summary>
/// <param name="Name">The likelihood in words.</param>
internal sealed record ScoreScale(string Name)
{
    /// <summary>What the eigenvalues of the rows are multiplied by.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Gaussian of one variance: that variance; null else.</summary>
    public double? Sigma2 { get; init; }

    /// <summary>Whether that variance is fixed rather than learned.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Whether a variance is learned: the eigenvalues are of the collapsed state, where it is that of the data.</summary>
    public bool IsLearned { get; init; }

    /// <summary>Gaussian of one variance: the sum of the outputs' variances; null else.</summary>
    public double? Trace { get; init; }

    /// <summary>Outputs that never change.</summary>
    public int ConstantOutputs { get; init; }

    /// <summary>Counts: the dispersion that the scores are measured by; null where there is none.</summary>
    public double? Theta { get; init; }

    /// <summary>Counts: the dispersion that the data at a constant state have; null where there is none.</summary>
    public double? DataTheta { get; init; }

    /// <summary>Zero-inflated counts: the share of zeros that are zeros beside; null where there are none.</summary>
    public double? InflatedZeros { get; init; }

    /// <summary>The same at the maximum likelihood.</summary>
    public double? DataInflatedZeros { get; init; }

    /// <summary>Counts whose noise is fixed: the scores at the noise that the data have; null else.</summary>
    public ScoreRows? AtDataNoise { get; init; }

    /// <summary>What the scores do not see, or how they were made, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
