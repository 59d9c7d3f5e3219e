namespace Uncollapse.Records.Plans;

/// <summary>The one table of a plan's keys, in the order in which they are written.</summary>
public static class PlanSchema
{
    private static readonly Dictionary<string, PlanKey> _byPath;

    static PlanSchema()
    {
        Keys = [.. General(), .. DataKeys(), .. ModelKeys(), .. ObjectiveKeys(), .. TrainingKeys()];
        _byPath = Keys.ToDictionary(key => key.Path, StringComparer.Ordinal);
    }

    /// <summary>All keys.</summary>
    public static IReadOnlyList<PlanKey> Keys { get; }

    /// <summary>The key of this path.</summary>
    /// <param name="path">A dotted path.</param>
    /// <returns>The key, or null where there is none.</returns>
    public static PlanKey? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The names in the mapping of this path, such as <c>kind</c>, <c>variance</c>, <c>sigma2</c> for <c>model.likelihood</c>.</summary>
    /// <param name="path">A dotted path.</param>
    /// <returns>The names in the schema's order; empty where the path is no mapping.</returns>
    public static IReadOnlyList<string> Below(string path) =>
        [.. Keys.Where(key => key.Path.StartsWith(path + ".", StringComparison.Ordinal)).Select(key => key.Path[(path.Length + 1)..].Split('.')[0]).Distinct(StringComparer.Ordinal)];

    /// <summary>The key whose path is most like a mistyped one.</summary>
    /// <param name="path">A dotted path that is no key.</param>
    /// <returns>A path within a third of its length of edits, or one that ends alike (a <c>kind</c> by the name of its mapping); null where none is near.</returns>
    public static string? Nearest(string path)
    {
        string last = path[(path.LastIndexOf('.') + 1)..];
        return Keys.Select(key => key.Path)
            .Select(candidate => (candidate, distance: Math.Min(
                EditDistance.Between(candidate, path),
                EditDistance.Between(Own(candidate), last) + 1)))
            .Where(pair => pair.distance <= Math.Max(2, last.Length / 3))
            .OrderBy(pair => pair.distance)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    // 'optimizer' is what people call training.optimizer.kind.
    private static string Own(string path)
    {
        string[] parts = path.Split('.');
        return parts[^1] == "kind" ? parts[^2] : parts[^1];
    }

    private static IEnumerable<PlanKey> General() =>
    [
        Make.Long("seed", "the seed of all randomness", p => p.Seed, (p, v) => p with { Seed = v }),
    ];

    private static IEnumerable<PlanKey> DataKeys()
    {
        static Plan Set(Plan plan, DataPlan data) => plan with { Data = data };
        return
        [
            Make.Text("data.source", "a file, a folder or a built-in name", p => p.Data.Source, (p, v) => Set(p, p.Data with { Source = v })),
            Make.NullableInt("data.examples", "use only this many training examples", p => p.Data.Examples, (p, v) => Set(p, p.Data with { Examples = v })),
            Make.Enum("data.binarise", "how values in [0, 1] become binary", p => p.Data.Binarise, (p, v) => Set(p, p.Data with { Binarise = v })),
            Make.Enum("data.scale", "how raw values are scaled", p => p.Data.Scale, (p, v) => Set(p, p.Data with { Scale = v })),
            Make.NullableDouble("data.validation", "share held out for validation; null: the source's own split, else 0.1", p => p.Data.Validation, (p, v) => Set(p, p.Data with { Validation = v })),
            Make.NullableDouble("data.test", "share held out for the test; null: the source's own split, else 0.1", p => p.Data.Test, (p, v) => Set(p, p.Data with { Test = v })),
            Make.NullableText("data.variable", "the array to read from a file with several", p => p.Data.Variable, (p, v) => Set(p, p.Data with { Variable = v })),
            Make.NullableText("data.label_column", "the table column that holds labels", p => p.Data.LabelColumn, (p, v) => Set(p, p.Data with { LabelColumn = v })),
        ];
    }

    private static IEnumerable<PlanKey> ModelKeys()
    {
        static Plan Set(Plan plan, ModelPlan model) => plan with { Model = model };
        static bool Gaussian(Plan plan) => plan.Model.Likelihood.Kind == LikelihoodKind.Gaussian;
        return
        [
            Make.Int("model.latent", "number of latent units", p => p.Model.Latent, (p, v) => Set(p, p.Model with { Latent = v })),
            .. NetworkKeys("model.encoder", p => p.Model.Encoder, (p, v) => Set(p, p.Model with { Encoder = v })),
            .. NetworkKeys("model.decoder", p => p.Model.Decoder, (p, v) => Set(p, p.Model with { Decoder = v })),
            Make.Enum("model.likelihood.kind", "the distribution p(x|z)", p => p.Model.Likelihood.Kind, (p, v) => Set(p, p.Model with { Likelihood = p.Model.Likelihood with { Kind = v } })),
            Make.Enum("model.likelihood.variance", "where a Gaussian's variance comes from", p => p.Model.Likelihood.Variance, (p, v) => Set(p, p.Model with { Likelihood = p.Model.Likelihood with { Variance = v } }), Gaussian),
            Make.Double("model.likelihood.sigma2", "the variance, fixed or at the start", p => p.Model.Likelihood.Sigma2, (p, v) => Set(p, p.Model with { Likelihood = p.Model.Likelihood with { Sigma2 = v } }), p => Gaussian(p) && p.Model.Likelihood.Variance != VarianceKind.Optimal),
            Make.Enum("model.initialisation", "how weights are drawn", p => p.Model.Initialisation, (p, v) => Set(p, p.Model with { Initialisation = v })),
            Make.Enum("model.output_bias", "where the decoder's last bias starts", p => p.Model.OutputBias, (p, v) => Set(p, p.Model with { OutputBias = v })),
        ];
    }

    private static IEnumerable<PlanKey> NetworkKeys(string path, Func<Plan, NetworkPlan> get, Func<Plan, NetworkPlan, Plan> set)
    {
        bool Hidden(Plan plan) => get(plan).Hidden.Count > 0;
        return
        [
            Make.IntList($"{path}.hidden", "widths of the hidden layers", p => get(p).Hidden, (p, v) => set(p, get(p) with { Hidden = v })),
            Make.Enum($"{path}.activation", "after each hidden layer", p => get(p).Activation, (p, v) => set(p, get(p) with { Activation = v }), Hidden),
            Make.Enum($"{path}.normalisation", "before each activation", p => get(p).Normalisation, (p, v) => set(p, get(p) with { Normalisation = v }), Hidden),
            Make.Double($"{path}.dropout", "probability that a hidden feature is dropped", p => get(p).Dropout, (p, v) => set(p, get(p) with { Dropout = v }), Hidden),
        ];
    }

    private static IEnumerable<PlanKey> ObjectiveKeys()
    {
        static Plan Set(Plan plan, ObjectivePlan objective) => plan with { Objective = objective };
        return
        [
            Make.Enum("objective.bound", "the bound that is maximised", p => p.Objective.Bound, (p, v) => Set(p, p.Objective with { Bound = v })),
            Make.Int("objective.samples", "codes drawn per example", p => p.Objective.Samples, (p, v) => Set(p, p.Objective with { Samples = v })),
            Make.Double("objective.beta", "weight of the KL term", p => p.Objective.Beta, (p, v) => Set(p, p.Objective with { Beta = v })),
            Make.Double("objective.warmup_epochs", "epochs over which the KL weight grows from 0", p => p.Objective.WarmupEpochs, (p, v) => Set(p, p.Objective with { WarmupEpochs = v })),
            Make.Enum("objective.reduction", "over an example's outputs", p => p.Objective.Reduction, (p, v) => Set(p, p.Objective with { Reduction = v })),
        ];
    }

    private static IEnumerable<PlanKey> TrainingKeys()
    {
        static Plan Set(Plan plan, TrainingPlan training) => plan with { Training = training };
        static Plan SetOptimizer(Plan plan, OptimizerPlan optimizer) => Set(plan, plan.Training with { Optimizer = optimizer });
        static Plan SetSchedule(Plan plan, SchedulePlan schedule) => Set(plan, plan.Training with { Schedule = schedule });
        static bool IsSgd(Plan plan) => plan.Training.Optimizer.Kind == OptimizerKind.Sgd;
        static bool IsStep(Plan plan) => plan.Training.Schedule.Kind == ScheduleKind.Step;
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
            Make.Enum("training.schedule.kind", "how the learning rate moves", p => p.Training.Schedule.Kind, (p, v) => SetSchedule(p, p.Training.Schedule with { Kind = v })),
            Make.Int("training.schedule.every_epochs", "epochs between two falls", p => p.Training.Schedule.EveryEpochs, (p, v) => SetSchedule(p, p.Training.Schedule with { EveryEpochs = v }), IsStep),
            Make.Double("training.schedule.factor", "what the rate is multiplied by", p => p.Training.Schedule.Factor, (p, v) => SetSchedule(p, p.Training.Schedule with { Factor = v }), IsStep),
            Make.NullableDouble("training.clip_norm", "longest gradient; null: any", p => p.Training.ClipNorm, (p, v) => Set(p, p.Training with { ClipNorm = v })),
            Make.NullableInt("training.patience", "epochs without a better validation ELBO before stopping; null: never stop early", p => p.Training.Patience, (p, v) => Set(p, p.Training with { Patience = v })),
            Make.Int("training.checkpoint_epochs", "epochs between checkpoints", p => p.Training.CheckpointEpochs, (p, v) => Set(p, p.Training with { CheckpointEpochs = v })),
        ];
    }
}
