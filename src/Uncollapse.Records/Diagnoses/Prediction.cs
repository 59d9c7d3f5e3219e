namespace Uncollapse.Records.Diagnoses;

/// <summary>
/// What the data alone say of collapse, before any training: <c>predict --json</c>. The code that pays nothing back is stable exactly where the largest eigenvalue of
/// (E[s s^T], E[F]) at the best constant is at most beta; further eigenvalues count units, as a local approximation. Nats per example; unknown is null.
/// </summary>
public sealed record Prediction
{
    /// <summary>The version of this record's layout.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The family p(x|z), with where its variance comes from.</summary>
    public required string Likelihood { get; init; }

    /// <summary>What the KL weighs against the summed reconstruction: beta, times the outputs where the reconstruction is averaged.</summary>
    public required double Beta { get; init; }

    /// <summary>Gaussian: the variance that the eigenvalues are measured by: the fixed one, or for one learned variance that of the collapsed state; else null.</summary>
    public double? Sigma2 { get; init; }

    /// <summary>
    /// Negative binomials and Dirichlet-multinomials: the dispersion that the eigenvalues are measured by: the fixed one, or where it is learned the median (over counts, not outputs) of the
    /// maximum likelihood's at the constant state; else null.
    /// </summary>
    public double? Theta { get; init; }

    /// <summary>The same, always the maximum likelihood's: what the data themselves say at most of the noise, as what differs between examples counts as noise here; else null.</summary>
    public double? DataTheta { get; init; }

    /// <summary>Zero-inflated families: the share of all zeros that are zeros beside, for a decoder without a code: at the fixed probability, or where it is learned at the maximum likelihood; else null.</summary>
    public double? InflatedZeros { get; init; }

    /// <summary>The same, always at the maximum likelihood; else null.</summary>
    public double? DataInflatedZeros { get; init; }

    /// <summary>Counts whose dispersion or zero inflation is fixed: the critical weight, were both at the maximum likelihood of a decoder without a code; else null.</summary>
    public double? CriticalBetaOfDataNoise { get; init; }

    /// <summary>Latent units L.</summary>
    public required int LatentSize { get; init; }

    /// <summary>The largest eigenvalues of (E[s s^T], E[F]), in units of beta.</summary>
    public required IReadOnlyList<double> Eigenvalues { get; init; }

    /// <summary>
    /// Whether they are quotients along directions found on other examples, as where free parameters outnumber a quarter of the examples: then the sample's own are mostly noise.
    /// </summary>
    public bool EigenvaluesAreHeldOut { get; init; }

    /// <summary>The weight from which on the collapsed state is stable: the first eigenvalue.</summary>
    public required double CriticalBeta { get; init; }

    /// <summary>95 % of it, by the bootstrap over examples along the first direction.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("critical_beta_ci95")]
    public required IReadOnlyList<double> CriticalBetaInterval { get; init; }

    /// <summary>The same along a direction found on other examples: at most a little lower, and free of the noise that the first eigenvalue of few examples takes for signal.</summary>
    public required double CriticalBetaHeldOut { get; init; }

    /// <summary>The sample's own first eigenvalue: never below the critical weight but by sampling error, and far above it where parameters outnumber examples.</summary>
    public required double CriticalBetaInSample { get; init; }

    /// <summary>Whether the data settle that the collapsed state is stable at this beta: where the eigenvalues are held out, a lower estimate, the upper one has to be at most beta too.</summary>
    public bool CollapseIsForetold => CriticalBetaInSample <= Beta && CriticalBeta <= Beta;

    /// <summary>Gaussian of a fixed variance: the sigma^2 from which on nothing lives at this beta; else null.</summary>
    public double? CriticalSigma2 { get; init; }

    /// <summary>Units that the data pay for at this beta, at most L.</summary>
    public required int PredictedActiveUnits { get; init; }

    /// <summary>The rate of the linear theory, sum 1/2 log(l_i / beta) over those units.</summary>
    public required double PredictedRate { get; init; }

    /// <summary>Gaussian: the distortion of the linear theory; else null.</summary>
    public double? PredictedDistortion { get; init; }

    /// <summary>Examples measured.</summary>
    public required int Examples { get; init; }

    /// <summary>Outputs D.</summary>
    public required int Outputs { get; init; }

    /// <summary>Outputs that are the same in every example: they say nothing.</summary>
    public required int ConstantOutputs { get; init; }

    /// <summary>The prediction in a sentence, with its numbers.</summary>
    public required string Statement { get; init; }

    /// <summary>What stands in the way, and what the prediction does not see, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
