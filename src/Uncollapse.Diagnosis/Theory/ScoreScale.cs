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
}
