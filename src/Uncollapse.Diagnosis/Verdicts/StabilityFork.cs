using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>
/// The first fork of the differential diagnosis (docs/theory.md): where the collapsed state is stable, what lifts it when taken away is to blame; where it is not, model and objective are cleared,
/// and only the optimisation is left.
/// </summary>
/// <param name="measured">What was measured.</param>
/// <param name="verdict">The verdict.</param>
internal sealed class StabilityFork(Records.Diagnoses.Diagnosis measured, Verdict verdict)
{
    private readonly Stability? _stability = measured.Stability;

    /// <summary>Whether the collapsed model cannot leave its state.</summary>
    public bool IsStable => verdict == Verdict.Collapsed && _stability?.CollapsedState == StateStability.Stable;

    /// <summary>Whether the collapsed model could leave its state: nothing that the plan says of model or objective holds it there.</summary>
    /// <remarks>Of a decoder that sees its past the state is not the best one without a code: what it has not learned yet of the past looks like room for one. It clears nothing.</remarks>
    public bool IsUnstable => verdict == Verdict.Collapsed && _stability?.CollapsedState == StateStability.Unstable && Without("past") is null;

    /// <summary>Whether the collapsed state would not be stable without a suspect, its interval above the weight.</summary>
    public bool Lifts(string suspect) => Without(suspect) is { } margin && margin.Ci95[0] > margin.Beta;

    /// <summary>Whether no suspect alone would lift it, and two of which this is one would.</summary>
    public bool LiftsWithAnother(string suspect) => IsStable && LiftingPairs.Contain(_stability, suspect);

    /// <summary>Whether it would not be stable without one of the ways round the code.</summary>
    private bool LiftsAWay => Lifts("past") || Lifts("skips") || Lifts("condition");

    /// <summary>The finding on a KL weight above 1; null where the law clears it.</summary>
    public Finding? Overweighted(Plan plan)
    {
        double beta = plan.Objective.Beta;
        string weighs = Text.Of($"The KL weighs {beta:0.##} times what the evidence lower bound gives it.");
        Evidence asked = new("objective.beta", beta, Thresholds.KlWeight.Value, Thresholds.KlWeight.Source);
        // Fixed where it stood before the code died, the variance would keep the threshold above the weight: it is not the weight alone.
        if (IsUnstable || (IsStable && !Lifts("beta") && !LiftsWithAnother("beta")) || (verdict == Verdict.Collapsed && LearnsVariance(plan))) return null;
        bool convicts = IsStable && Lifts("beta");
        return new Finding
        {
            Cause = "overweighted-kl",
            Severity = verdict == Verdict.Collapsed ? Severity.Error : Severity.Warning,
            // Another way out, which a twin of the same weight may have taken, leaves two suspects.
            Confidence = LiftsWithAnother("beta") ? 0.6 : !convicts ? 0.5 : LiftsAWay ? 0.6 : 0.95,
            Statement = convicts
                ? Text.Of($"{weighs} At that weight the state without a code is stable, for its largest eigenvalue is {_stability!.AsItIs.Lambda1:0.##}; at a weight of 1 it would not be.")
                : LiftsWithAnother("beta")
                    ? Text.Of($"{weighs} The state without a code is stable at that weight, and stays so at a weight of 1 alone; together with another suspect taken away it would not. {Untried.Weight}")
                    : $"{weighs} {Untried.Weight}",
            Evidence = convicts ? [asked, Law(_stability!.AsItIs)] : [asked],
            Prescriptions = ["lower-beta", "kl-warmup"],
        };
    }

    /// <summary>A fixed variance of a Gaussian that drowns what a re-fitted one would let live.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="hasWayRound">Whether the decoder describes examples by skips, a condition or their past.</param>
    public Finding? NoisyDecoder(Plan plan, bool hasWayRound)
    {
        if (plan.Model.Likelihood is not { Kind: LikelihoodKind.Gaussian, Variance: VarianceKind.Fixed } likelihood || !IsStable || LiftsAWay || !NoiseLaw.Drowns(measured.Prediction) || Without("variance") is not { } refitted) return null;
        bool lifts = Lifts("variance");
        if (!lifts && !LiftsWithAnother("variance")) return null;
        bool unscaled = plan.Data.Scale == Scaling.None;
        string raw = unscaled ? "The values are read as they are, without scaling. " : "";
        return new Finding
        {
            // The same misfit from the other side: values of any size against a noise that was chosen for values of size 1.
            Cause = unscaled ? "unscaled-data" : "noisy-decoder",
            Severity = Severity.Error,
            // One of two, or beside a way round the code that the decoder takes: then not the only suspect.
            Confidence = !lifts || hasWayRound ? 0.6 : unscaled ? 0.8 : 0.9,
            Statement = Text.Of($"{raw}The decoder's variance is fixed at {likelihood.Sigma2:G4}, and what it leaves unexplained has {refitted.Sigma2:G4}: under so much noise the state without a code is stable (largest eigenvalue {_stability!.AsItIs.Lambda1:0.##} at a KL weight of {_stability.AsItIs.Beta:G4}); with the variance of the residual {(lifts ? "it would not be" : "alone it still would be, and together with another suspect taken away not")} ({refitted.Lambda1:0.##})."),
            Evidence = [Law(_stability.AsItIs), Law(refitted)],
            Prescriptions = unscaled ? ["rescale-data", "optimal-sigma"] : ["optimal-sigma"],
        };
    }

    /// <summary>A learned variance that grew to the whole error, and with it the price of a code, beyond what the weight lets live.</summary>
    public Finding? VarianceSpiral(Plan plan)
    {
        if (verdict != Verdict.Collapsed || !LearnsVariance(plan) || !IsStable) return null;
        StabilityMargin own = _stability!.AsItIs;
        return new Finding
        {
            Cause = "variance-spiral",
            Severity = Severity.Error,
            Confidence = Lifts("beta") ? 0.9 : 0.6,
            Statement = Text.Of($"The decoder's variance is learned and stands at {own.Sigma2:G4}, the whole error of a model without a code. Measured by it the largest direction of the residuals is worth {own.Lambda1:0.##}, and the KL weighs {own.Beta:G4}. A variance that follows the error makes a code worth the less the larger the error is. {(Lifts("beta") ? "At a weight of 1 it could not lock." : "")}").TrimEnd(),
            Evidence = [Law(own)],
            Prescriptions = ["lower-beta", "optimal-sigma"],
        };
    }

    /// <summary>What is left where model and objective are cleared and the inference gap shows no lag.</summary>
    public string Unexplained(string otherwise) => IsUnstable
        ? Text.Of($"Model, data and weight would let a code grow: the state without one is not stable (largest eigenvalue {_stability!.AsItIs.Lambda1:0.##}, KL weight {_stability.AsItIs.Beta:G4}). What is left is the optimisation: learning rates, too few steps, or a start that never left the prior.")
        : otherwise;

    private static bool LearnsVariance(Plan plan) => plan.Model.Likelihood is { Kind: LikelihoodKind.Gaussian, Variance: not VarianceKind.Fixed };

    private static Evidence Law(StabilityMargin margin) => new(
        margin.Suspect is null ? "stability.as_it_is.lambda1" : $"stability.without {margin.Suspect}: lambda1", margin.Lambda1, margin.Beta, "docs/theory.md: stable where lambda1 is at most the KL's weight");

    private StabilityMargin? Without(string suspect) => _stability?.Without.FirstOrDefault(margin => margin.Suspect == suspect);
}
