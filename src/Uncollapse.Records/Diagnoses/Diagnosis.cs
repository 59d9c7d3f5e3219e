namespace Uncollapse.Records.Diagnoses;

/// <summary>Whether, where and how much a posterior collapsed: <c>diagnosis.json</c>. Nats per example; unknown is null, never 0.</summary>
public sealed record Diagnosis
{
    /// <summary>The version of this file's layout.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The program's version.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>What was diagnosed.</summary>
    public required Subject Subject { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The verdict in plain words: what was found, on what evidence, what stays unknown.</summary>
    public required IReadOnlyList<string> Explanation { get; init; }

    /// <summary>R = E KL(q(z|x)||p(z)).</summary>
    public required double Rate { get; init; }

    /// <summary>I(X;Z).</summary>
    public required MutualInformation MutualInformation { get; init; }

    /// <summary>KL(q(z)||p(z)) = R - I.</summary>
    public required double AggregateKl { get; init; }

    /// <summary>Where the rate comes from: a closed form for each example, or codes drawn from the posteriors.</summary>
    public string RateEstimator { get; init; } = "closed form";

    /// <summary>KL(q(z)||prod_j q(z_j)) (Chen et al. 2018); null where units have no distributions of their own, or the prior's depend on each other.</summary>
    public required double? TotalCorrelation { get; init; }

    /// <summary>sum_j KL(q(z_j)||p(z_j)); null as for the total correlation.</summary>
    public required double? MarginalKl { get; init; }

    /// <summary>Units with A_j at least 0.01 of the prior's variance; null where units mean nothing alone.</summary>
    public required int? ActiveUnits { get; init; }

    /// <summary>Units L.</summary>
    public required int LatentSize { get; init; }

    /// <summary>Unit by unit; empty where units mean nothing alone, as on a sphere.</summary>
    public required IReadOnlyList<UnitDiagnosis> Units { get; init; }

    /// <summary>Level by level, the lowest first, where the code has more than one; empty else.</summary>
    public IReadOnlyList<LevelDiagnosis> Levels { get; init; } = [];

    /// <summary>Measures that this kind of code does not have, a sentence each: what is missing is not zero.</summary>
    public IReadOnlyList<string> Undefined { get; init; } = [];

    /// <summary>Label by label, where the examples have classes; empty else.</summary>
    public IReadOnlyList<LabelDiagnosis> Labels { get; init; } = [];

    /// <summary>What the code holds about label columns and, of counts, about the library; empty without either, and for posteriors from elsewhere.</summary>
    public IReadOnlyList<Probe> Probes { get; init; } = [];

    /// <summary>Whether classes lie together in the code, by class column; empty without any.</summary>
    public IReadOnlyList<Neighbourhood> Neighbourhoods { get; init; } = [];

    /// <summary>Whether a code of counts holds only depth; null for other data, and where no unit informs.</summary>
    public Depth? Depth { get; init; }

    /// <summary>How well examples are described from their codes; null without a decoder.</summary>
    public Reconstruction? Reconstruction { get; init; }

    /// <summary>Whether the decoder sees features of the very x that it describes, as through skips. Then <see cref="Elbo"/> and those of <see cref="Splits"/> are
    /// the objective and bound no likelihood, and there is no <see cref="Nll"/>.</summary>
    public bool DecoderSeesExample { get; init; }

    /// <summary>The ELBO at beta = 1 on the measured split; null without a decoder.</summary>
    public double? Elbo { get; init; }

    /// <summary>ELBO, rate and distortion of every split.</summary>
    public IReadOnlyList<SplitMeasures> Splits { get; init; } = [];

    /// <summary>-log p(x); null without a decoder, and where the decoder sees features of x: then it gives no p(x).</summary>
    public NegativeLogLikelihood? Nll { get; init; }

    /// <summary>Does the decoder use the code? Null without a decoder.</summary>
    public Interventions? Interventions { get; init; }

    /// <summary>How far the encoder lags behind the decoder; null without a decoder, and where it was not asked for.</summary>
    public InferenceGap? InferenceGap { get; init; }

    /// <summary>The landscape of log p(x|z) at the examples' codes; null without a decoder.</summary>
    public Geometry? Geometry { get; init; }

    /// <summary>Whether the collapsed state is stable for this model; null without a decoder, and where too few examples were measured.</summary>
    public Stability? Stability { get; init; }

    /// <summary>What the training examples alone foretell; null without them, and where the likelihood has no constant state in closed form.</summary>
    public Prediction? Prediction { get; init; }

    /// <summary>What was found.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Trials of the plan without its suspects; null where none were asked for.</summary>
    public Counterfactuals? Counterfactuals { get; init; }

    /// <summary>Every threshold used.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>Seconds the diagnosis took.</summary>
    public double Seconds { get; init; }
}
