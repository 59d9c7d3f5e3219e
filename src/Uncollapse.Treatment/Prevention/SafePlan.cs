using System.Globalization;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Treatment.Prevention;

/// <summary>A plan made safe before it is trained: noise, weight, warm-up and size by what its data foretell (docs/theory.md). Every change is a remedy, with its reason.</summary>
public static class SafePlan
{
    /// <summary>So many times the units that the data pay for are left: the prediction is exact for the first and local for the others.</summary>
    private const int Room = 2;

    /// <summary>Fewer training examples than this are learned by heart long before the epochs are over.</summary>
    private const int Few = 500;

    /// <summary>Makes a plan safe.</summary>
    /// <param name="plan">A plan that can be carried out.</param>
    /// <param name="facts">What the data say of a plan; asked anew where a change moves the data's scale or the noise.</param>
    /// <returns>The plan, and each change with its reason; none where the plan is safe as it is.</returns>
    public static (Plan Plan, IReadOnlyList<PreventionStep> Steps) Of(Plan plan, Func<Plan, PlanFacts> facts)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(facts);
        return Follow([.. _before, .. _law, .. _after], plan, facts);
    }

    /// <summary>What is to be changed for the law's sake alone (docs/theory.md); nothing where it foretells no collapse, or says nothing of the plan.</summary>
    /// <param name="plan">A plan that can be carried out.</param>
    /// <param name="facts">What the data say of a plan.</param>
    internal static IReadOnlyList<PreventionStep> AgainstTheLaw(Plan plan, Func<Plan, PlanFacts> facts) => Follow(_law, plan, facts).Steps;

    private static (Plan Plan, IReadOnlyList<PreventionStep> Steps) Follow(IReadOnlyList<Rule> rules, Plan plan, Func<Plan, PlanFacts> facts)
    {
        var steps = new List<PreventionStep>();
        foreach (Rule rule in rules)
        {
            PlanFacts known = facts(plan);
            if (rule(plan, known) is not var (remedy, reason)) continue;
            try
            {
                Plan changed = Prescription.Parse(remedy).Apply(plan, known);
                if (changed == plan) continue;
                plan = changed;
                steps.Add(new PreventionStep(0, remedy, reason));
            }
            catch (PlanException)
            {
                // The plan cannot take it; the watch looks on.
            }
        }

        return (plan, steps);
    }

    /// <summary>A remedy, as <c>--remedy</c> reads it, and why; null: none.</summary>
    private delegate (string Remedy, string Reason)? Rule(Plan plan, PlanFacts facts);

    private static readonly Rule[] _before =
    [
        (plan, facts) => plan.Objective.Reduction == Reduction.Mean
            ? ("fix-scaling", Of($"the reconstruction is averaged over {facts.Outputs} outputs, so the KL weighs {plan.Objective.EffectiveBeta(facts.Outputs):G4}")) : null,
    ];

    // The weight last: where the scale of the objective, of the data or of the noise is at fault, it would only hide that.
    private static readonly Rule[] _law =
    [
        (plan, facts) => plan.Objective.Reduction == Reduction.Mean && Foretold(plan, facts) is { } why ? ("fix-scaling", why) : null,
        (plan, facts) => plan is { Data.Scale: Scaling.None, Model.Likelihood.Kind: LikelihoodKind.Gaussian } && Foretold(plan, facts) is { } why ? ("rescale-data", why) : null,
        (plan, facts) => plan.Model.Likelihood is { Kind: LikelihoodKind.Gaussian, Variance: VarianceKind.Fixed } && Foretold(plan, facts) is { } why ? ("optimal-sigma", why) : null,
        (plan, facts) => plan.Model.Likelihood is { HasTheta: true, FixedTheta: true } && Foretold(plan, facts) is { } why ? ("learn-dispersion", why) : null,
        (plan, facts) => Foretold(plan, facts) is { } why ? ("lower-beta", why) : null,
    ];

    private static readonly Rule[] _after =
    [
        (plan, _) => plan.Objective.WarmupEpochs > 0.5 * plan.Training.Epochs
            ? ("fix-schedule", Of($"the KL weight would grow over {plan.Objective.WarmupEpochs:0.##} of {plan.Training.Epochs} epochs")) : null,
        (plan, _) => plan is { Objective: { Bound: BoundKind.Elbo, WarmupEpochs: <= 0, WarmupSteps: 0, Cycles: 0, Capacity: null, IsControlled: false }, Training.Epochs: > 1 } ? ("kl-warmup", "a decoder that has met codes before they are charged for keeps them") : null,
        (plan, _) => plan.Training.EncoderRate < 1 ? ("encoder-rate", Of($"an encoder at {plan.Training.EncoderRate:G4} of the decoder's learning rate falls behind it")) : null,
        (_, facts) => facts.TrainExamples < Few ? ("early-stopping", Of($"{facts.TrainExamples} training examples are learned by heart")) : null,
        (plan, facts) => facts.Prediction is { PredictedActiveUnits: > 0 and var units } && Room * units < plan.Model.Latent
            ? (Of($"fewer-latents:units={Room * units}"), Of($"the data pay for {units} of {plan.Model.Latent} units in the linear theory")) : null,
    ];

    /// <summary>Whether collapse is foretold of a plan that the law is about (not of one with bits for free, say), in words; null where not.</summary>
    internal static string? Foretold(Plan plan, PlanFacts facts) => Predictor.CanForetell(plan) && facts.Prediction is { CollapseIsForetold: true } prediction
        ? Of($"the collapsed state is stable: the KL weighs {prediction.Beta:G4}, the data's first eigenvalue is {prediction.CriticalBeta:G4}") : null;

    private static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
