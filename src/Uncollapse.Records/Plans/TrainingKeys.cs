namespace Uncollapse.Records.Plans;

/// <summary>The keys of a plan's training section.</summary>
internal static class TrainingKeys
{
    internal static IEnumerable<PlanKey> All()
    {
        static Plan Set(Plan plan, TrainingPlan training) => plan with { Training = training };
        static Plan SetOptimizer(Plan plan, OptimizerPlan optimizer) => Set(plan, plan.Training with { Optimizer = optimizer });
        static Plan SetSchedule(Plan plan, SchedulePlan schedule) => Set(plan, plan.Training with { Schedule = schedule });
        static bool IsSgd(Plan plan) => plan.Training.Optimizer.Kind == OptimizerKind.Sgd;
        static bool IsStep(Plan plan) => plan.Training.Schedule.Kind == ScheduleKind.Step;
        static bool IsRegular(Plan plan) => IsStep(plan) && plan.Training.Schedule.Milestones.Count == 0;
        return
        [
            Make.Int("training.epochs", "passes over the training split", p => p.Training.Epochs, (p, v) => Set(p, p.Training with { Epochs = v })),
            Make.Int("training.batch_size", "examples a step", p => p.Training.BatchSize, (p, v) => Set(p, p.Training with { BatchSize = v })),
            Make.Enum("training.optimizer.kind", "the optimiser", p => p.Training.Optimizer.Kind, (p, v) => SetOptimizer(p, p.Training.Optimizer with { Kind = v })),
            Make.Double("training.optimizer.learning_rate", "step size at the start", p => p.Training.Optimizer.LearningRate, (p, v) => SetOptimizer(p, p.Training.Optimizer with { LearningRate = v })),
            Make.Double("training.optimizer.beta1", "Adam's decay of the mean gradient", p => p.Training.Optimizer.Beta1, (p, v) => SetOptimizer(p, p.Training.Optimizer with { Beta1 = v }), p => !IsSgd(p)),
            Make.Double("training.optimizer.beta2", "Adam's decay of the squared gradient", p => p.Training.Optimizer.Beta2, (p, v) => SetOptimizer(p, p.Training.Optimizer with { Beta2 = v }), p => !IsSgd(p)),
            Make.Double("training.optimizer.epsilon", "Adam's constant in the denominator", p => p.Training.Optimizer.Epsilon, (p, v) => SetOptimizer(p, p.Training.Optimizer with { Epsilon = v }), p => !IsSgd(p)),
            Make.Double("training.optimizer.momentum", "momentum of sgd", p => p.Training.Optimizer.Momentum, (p, v) => SetOptimizer(p, p.Training.Optimizer with { Momentum = v }), IsSgd),
            Make.Double("training.optimizer.weight_decay", "weight decay", p => p.Training.Optimizer.WeightDecay, (p, v) => SetOptimizer(p, p.Training.Optimizer with { WeightDecay = v })),
            Make.Double("training.encoder_rate", "what the encoder's learning rate is multiplied by; 0: frozen", p => p.Training.EncoderRate, (p, v) => Set(p, p.Training with { EncoderRate = v })),
            .. LoopKeys.All(),
            Make.Enum("training.schedule.kind", "how the learning rate moves", p => p.Training.Schedule.Kind, (p, v) => SetSchedule(p, p.Training.Schedule with { Kind = v })),
            Make.Int("training.schedule.every_epochs", "epochs between two falls", p => p.Training.Schedule.EveryEpochs, (p, v) => SetSchedule(p, p.Training.Schedule with { EveryEpochs = v }), IsRegular),
            Make.IntList("training.schedule.milestones", "after how many epochs the rate falls, instead of every_epochs; empty: every_epochs", p => p.Training.Schedule.Milestones, (p, v) => SetSchedule(p, p.Training.Schedule with { Milestones = v }), IsStep),
            Make.Double("training.schedule.factor", "what the rate is multiplied by", p => p.Training.Schedule.Factor, (p, v) => SetSchedule(p, p.Training.Schedule with { Factor = v }), IsStep),
            Make.NullableDouble("training.clip_norm", "longest gradient; null: any", p => p.Training.ClipNorm, (p, v) => Set(p, p.Training with { ClipNorm = v })),
            Make.NullableInt("training.patience", "epochs without a better validation ELBO before stopping; null: never stop early", p => p.Training.Patience, (p, v) => Set(p, p.Training with { Patience = v })),
            Make.Int("training.checkpoint_epochs", "epochs between checkpoints", p => p.Training.CheckpointEpochs, (p, v) => Set(p, p.Training with { CheckpointEpochs = v })),
        ];
    }
}
