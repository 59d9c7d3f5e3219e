using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>The suspects in a plan: what a healthy plan has otherwise, and how it is taken out.</summary>
internal static class Suspects
{
    private const double HiddenWords = 0.9;

    /// <summary>How far the data's first eigenvalue stands above the weight at a noise that is taken as healthy: enough to let a code in, and no more. Less noise makes any code pay, and a trial with it would
    /// convict the noise of what others did.</summary>
    private const double HealthyMargin = 10;

    /// <summary>The suspects, those that findings accuse most first.</summary>
    /// <param name="plan">The run's plan.</param>
    /// <param name="diagnosis">Its diagnosis: the findings, the prediction's noise.</param>
    /// <param name="outputVariance">The mean over outputs of the training data's variance: what a decoder without a code has to expect.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of an epoch of the run.</param>
    public static IReadOnlyList<Suspect> Of(Plan plan, Records.Diagnoses.Diagnosis diagnosis, double outputVariance, double stepsPerEpoch)
    {
        double Prior(Suspect suspect) => diagnosis.Findings.Where(finding => finding.Cause == suspect.Cause || suspect.Aliases.Contains(finding.Cause))
            .Select(finding => finding.Confidence).DefaultIfEmpty(TrialRule.Unaccused).Max();
        IEnumerable<Suspect> all = diagnosis.Verdict == Verdict.Healthy
            ? Schedules(plan, stepsPerEpoch)
            : [.. Weights(plan, diagnosis), .. Noises(plan, diagnosis, outputVariance), .. WaysRound(plan), .. Encoders(plan, diagnosis), .. Schedules(plan, stepsPerEpoch)];
        return [.. all.Select(suspect => suspect with { Prior = Prior(suspect) }).Where(suspect => !suspect.Remove(plan).Equals(plan)).OrderByDescending(suspect => suspect.Prior)];
    }

    private static IEnumerable<Suspect> Weights(Plan plan, Records.Diagnoses.Diagnosis diagnosis)
    {
        ObjectivePlan objective = plan.Objective;
        if (objective.Reduction == Reduction.Mean && diagnosis.Subject.Outputs is { } outputs && objective.EffectiveBeta(outputs) > Thresholds.KlWeight.Value)
        {
            yield return new Suspect
            {
                Cause = "objective-scaling",
                Remove = given => given with { Objective = given.Objective with { Reduction = Reduction.Sum } },
                Says = "The reconstruction is averaged over the outputs while the KL is summed over the units.",
                Prescriptions = ["fix-scaling"],
            };
        }

        if (objective.Beta > Thresholds.KlWeight.Value)
        {
            yield return new Suspect
            {
                Cause = "overweighted-kl",
                Remove = given => given with { Objective = given.Objective with { Beta = 1 } },
                Says = Text.Of($"The KL weighs {objective.Beta:0.##} times what the evidence lower bound gives it."),
                Prescriptions = ["lower-beta", "kl-warmup"],
            };
        }
    }

    private static IEnumerable<Suspect> Noises(Plan plan, Records.Diagnoses.Diagnosis diagnosis, double outputVariance)
    {
        LikelihoodPlan likelihood = plan.Model.Likelihood;
        if (likelihood.Kind == LikelihoodKind.Gaussian && outputVariance > 0 && Gaussian(plan, diagnosis.Prediction, outputVariance) is { } gaussian) yield return gaussian;
        if (diagnosis.Prediction is { } prediction && CountNoise.Of(prediction, likelihood) is { } noise)
        {
            yield return Noise(
                noise.Statement, "learn-dispersion",
                given => given with { Theta = given.FixedTheta && prediction.DataTheta is { } own ? Math.Max(given.Theta, own) : given.Theta, ZeroInflation = null });
        }

        if (likelihood.Temperature > 1)
            yield return Noise(Text.Of($"The logits are divided by a temperature of {likelihood.Temperature:0.##}."), null, given => given with { Temperature = 1 });
    }

    private static Suspect? Gaussian(Plan plan, Prediction? prediction, double outputVariance)
    {
        LikelihoodPlan likelihood = plan.Model.Likelihood;
        // An optimal or a bounded variance is the cure, and no suspect.
        if (likelihood.Variance is VarianceKind.Optimal or VarianceKind.Bounded) return null;
        if (likelihood.Variance != VarianceKind.Fixed)
        {
            // Well below the whole error of a model without a code, at which the spiral ends.
            double healthy = Math.Min(likelihood.Sigma2, outputVariance / 4);
            return Noise("The decoder's variance is learned, and follows the error that it makes.", "optimal-sigma", given => given with { Variance = VarianceKind.Fixed, Sigma2 = healthy }) with { Cause = "variance-spiral" };
        }

        if (plan.Data.Scale == Scaling.None)
        {
            return new Suspect
            {
                Cause = "unscaled-data",
                Remove = given => given with { Data = given.Data with { Scale = Scaling.Standardise } },
                Says = Text.Of($"The values are read as they are, and have a variance of {outputVariance:G3} where the decoder expects a noise of {likelihood.Sigma2:G3}."),
                Prescriptions = ["rescale-data", "optimal-sigma"],
            };
        }

        if (!NoiseLaw.Drowns(prediction)) return null;
        double fitted = prediction is null ? outputVariance : likelihood.Sigma2 * prediction.CriticalBeta / HealthyMargin;
        return Noise(
            Text.Of($"The decoder's variance is fixed at {likelihood.Sigma2:G3}, and the data's own is {outputVariance:G3}."), "optimal-sigma",
            given => given with { Sigma2 = Math.Min(given.Sigma2, fitted) });
    }

    private static Suspect Noise(string says, string? prescription, Func<LikelihoodPlan, LikelihoodPlan> remove) => new()
    {
        Cause = "noisy-decoder",
        Remove = given => given with { Model = given.Model with { Likelihood = remove(given.Model.Likelihood) } },
        Says = says,
        Prescriptions = prescription is null ? [] : [prescription],
    };

    private static IEnumerable<Suspect> WaysRound(Plan plan)
    {
        NetworkPlan decoder = plan.Model.Decoder;
        if (decoder.IsAutoregressive)
        {
            NetworkPlan Blind(NetworkPlan given) => given.ReadsTokens ? given with { ContextDropout = Math.Max(given.ContextDropout, HiddenWords) } : given with { Context = 0 };
            yield return new Suspect
            {
                Cause = "powerful-decoder",
                Remove = given => given with { Model = given.Model with { Decoder = Blind(given.Model.Decoder) } },
                Says = "The decoder describes each output by those before it.",
                Prescriptions = ["context-dropout", "narrow-context", "free-bits"],
            };
        }

        if (plan.Model.Skips.Kind != SkipKind.None)
        {
            bool gated = plan.Model.Skips.Kind == SkipKind.Gated;
            yield return new Suspect
            {
                Cause = gated ? "constant-code" : "skip-shortcut",
                Aliases = [gated ? "skip-shortcut" : "constant-code"],
                Remove = given => given with { Model = given.Model with { Skips = new SkipPlan() } },
                Says = gated ? "The code opens skips that carry the example." : "Skips carry the example round the code.",
                Prescriptions = gated ? ["centred-code", "drop-skip"] : ["gated-skip", "drop-skip"],
            };
        }

        if (plan.Data.Condition.Count > 0)
        {
            yield return new Suspect
            {
                Cause = "condition-shortcut",
                Remove = given => given with { Data = given.Data with { Condition = [] } },
                Says = $"Encoder and decoder are told {string.Join(", ", plan.Data.Condition)} beside the example.",
                Prescriptions = ["free-bits", "cut-condition"],
            };
        }
    }

    private static IEnumerable<Suspect> Encoders(Plan plan, Records.Diagnoses.Diagnosis diagnosis)
    {
        bool slow = plan.Training.EncoderRate < 1;
        if (!slow && diagnosis.Findings.All(finding => finding.Cause != "lagging-encoder")) yield break;
        yield return new Suspect
        {
            Cause = "lagging-encoder",
            // Where it learns at the full rate already, a price that comes late gives it time.
            Remove = given => slow
                ? given with { Training = given.Training with { EncoderRate = 1 } }
                : given with { Objective = given.Objective with { WarmupEpochs = Math.Max(given.Objective.WarmupEpochs, given.Training.Epochs / 2.0) } },
            Says = slow ? Text.Of($"The encoder learns at {plan.Training.EncoderRate:0.####} of the decoder's rate.") : "The encoder lags behind the decoder.",
            Prescriptions = ["encoder-rate"],
        };
    }

    private static double Quarter(TrainingPlan training) => (training.Epochs - training.PretrainingEpochs) / 4.0;

    private static IEnumerable<Suspect> Schedules(Plan plan, double stepsPerEpoch)
    {
        if (ScheduleEnd.After(plan, plan.Training.Epochs, stepsPerEpoch) is not { } missed || missed.Share >= Thresholds.UnfinishedWeight.Value) yield break;
        // The last cycle is cut off by a pretraining: no warm-up that could end sooner.
        if (missed.Key == "objective.cycles") yield break;
        yield return new Suspect
        {
            Cause = "unfinished-schedule",
            Remove = given => given with
            {
                Objective = missed.IsCapacity ? given.Objective with { CapacityEpochs = Quarter(given.Training) } : given.Objective with { WarmupEpochs = Quarter(given.Training), WarmupSteps = 0 },
            },
            Says = Text.Of($"The {(missed.IsCapacity ? "capacity of the code" : "KL weight")} grows over {missed.Growing:0.##} epochs of which {missed.Trained:0.##} were trained."),
            Prescriptions = ["fix-schedule"],
            KeepsOut = false,
        };
    }
}
