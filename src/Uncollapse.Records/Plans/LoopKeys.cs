namespace Uncollapse.Records.Plans;

/// <summary>The keys of what changes the training loop.</summary>
internal static class LoopKeys
{
    internal static IEnumerable<PlanKey> All()
    {
        static Plan Set(Plan plan, TrainingPlan training) => plan with { Training = training };
        static Plan SetAggressive(Plan plan, AggressivePlan aggressive) => Set(plan, plan.Training with { Aggressive = aggressive });
        static Plan SetRefinement(Plan plan, RefinementPlan refinement) => Set(plan, plan.Training with { Refinement = refinement });
        static bool IsAggressive(Plan plan) => plan.Training.Aggressive.Failures is not null;
        static bool IsRefined(Plan plan) => plan.Training.Refinement.Steps != 0;
        return
        [
            Make.Int("training.pretraining_epochs", "epochs of an autoencoder, KL weight 0, before the decoder is drawn anew", p => p.Training.PretrainingEpochs, (p, v) => Set(p, p.Training with { PretrainingEpochs = v })),
            Make.NullableInt("training.aggressive.failures", "epochs in which validation information fails to rise before aggressive encoder training ends (1 for text, 5 for images); null: none", p => p.Training.Aggressive.Failures, (p, v) => SetAggressive(p, p.Training.Aggressive with { Failures = v })),
            Make.Int("training.aggressive.steps", "most encoder steps before a decoder step", p => p.Training.Aggressive.Steps, (p, v) => SetAggressive(p, p.Training.Aggressive with { Steps = v }), IsAggressive),
            Make.Int("training.aggressive.window", "encoder steps over which the loss is averaged", p => p.Training.Aggressive.Window, (p, v) => SetAggressive(p, p.Training.Aggressive with { Window = v }), IsAggressive),
            Make.Int("training.refinement.steps", "steps that refine a batch's posteriors, with the gradient through them; 0: none", p => p.Training.Refinement.Steps, (p, v) => SetRefinement(p, p.Training.Refinement with { Steps = v })),
            Make.Double("training.refinement.rate", "size of a refining step", p => p.Training.Refinement.Rate, (p, v) => SetRefinement(p, p.Training.Refinement with { Rate = v }), IsRefined),
            Make.Double("training.refinement.momentum", "momentum of refining steps", p => p.Training.Refinement.Momentum, (p, v) => SetRefinement(p, p.Training.Refinement with { Momentum = v }), IsRefined),
            Make.NullableDouble("training.refinement.clip_norm", "longest gradient of a refining step; null: any", p => p.Training.Refinement.ClipNorm, (p, v) => SetRefinement(p, p.Training.Refinement with { ClipNorm = v }), IsRefined),
        ];
    }
}
