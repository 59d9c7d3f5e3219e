namespace Uncollapse.Records.Plans;

/// <summary>The ranges of a plan's values, and what must hold between them.</summary>
public static class PlanValidation
{
    /// <summary>All problems of a plan.</summary>
    /// <param name="plan">Any plan.</param>
    /// <returns>An empty list for a plan that can be carried out.</returns>
    public static IReadOnlyList<PlanProblem> Problems(Plan plan)
    {
        var check = new PlanChecker();
        check.That(plan.Seed >= 0, "seed", "at least 0", plan.Seed);
        Data(plan.Data, check);
        ModelValidation.Check(plan.Model, check);
        ObjectiveValidation.Check(plan, check);
        Training(plan.Training, check);
        LoopValidation.Check(plan, check);
        // What would be ignored is refused, wherever the plan comes from.
        return [.. check.Problems, .. PlanSchema.Idle(plan).Select(key => Idle(key, null))];
    }

    /// <summary>Throws when the plan has problems.</summary>
    /// <param name="plan">Any plan.</param>
    /// <exception cref="PlanException">All problems.</exception>
    public static void Validate(Plan plan)
    {
        IReadOnlyList<PlanProblem> problems = Problems(plan);
        if (problems.Count > 0) throw new PlanException(problems);
    }

    /// <summary>A key that means nothing beside the others.</summary>
    internal static PlanProblem Idle(PlanKey key, int? line) =>
        new(key.Path, line, "a key that applies to the rest of the plan", "one that does not", "remove it, or change the kind it belongs to");

    private static void Data(DataPlan data, PlanChecker check)
    {
        check.That(data.Source.Length > 0, "data.source", "a file, a folder or a built-in name", "nothing");
        check.That(data.Examples is null or >= 2, "data.examples", "at least 2, or null", data.Examples);
        check.That(data.Validation is null or (> 0 and < 1), "data.validation", "a share in (0, 1), or null", data.Validation);
        check.That(data.Test is null or (> 0 and < 1), "data.test", "a share in (0, 1), or null", data.Test);
        check.That((data.Validation ?? 0) + (data.Test ?? 0) < 1, "data.validation", "validation and test that leave examples to train on", data.Validation);
        check.That(
            data.Scale != Scaling.Standardise || data.Binarise == Binarisation.None,
            "data.binarise", "none with standardised data", data.Binarise.ToString().ToLowerInvariant());
        check.That(data.Condition.Distinct(StringComparer.Ordinal).Count() == data.Condition.Count, "data.condition", "each column once", string.Join(',', data.Condition));
        Counts(data, check);
        if (data.Text is not { } text) return;
        check.That(text.Vocabulary is >= 1 and <= 10_000_000, "data.text.vocabulary", "1 to 10000000", text.Vocabulary);
        check.That(text.MinimumCount >= 1, "data.text.minimum_count", "at least 1", text.MinimumCount);
        check.That(text.MaxLength is null or (>= 1 and <= 65_535), "data.text.max_length", "1 to 65535, or null", text.MaxLength);
        check.That(data.Kind is DataKind.Auto or DataKind.Text, "data.kind", "text or auto with the keys of data.text", PlanValue.Kebab(data.Kind));
        check.That(data.Counts is null, "data.counts", "nothing with the keys of data.text: data are text or counts", "keys of both");
    }

    private static void Counts(DataPlan data, PlanChecker check)
    {
        if (data.Counts is not { } counts) return;
        check.That(counts.Genes is null or >= 1, "data.counts.genes", "at least 1, or null", counts.Genes);
        check.That(counts.MinCells >= 0, "data.counts.min_cells", "at least 0", counts.MinCells);
        check.That(counts.MinGenes >= 0, "data.counts.min_genes", "at least 0", counts.MinGenes);
        check.That(counts.MinCounts >= 0, "data.counts.min_counts", "at least 0", counts.MinCounts);
        check.That(counts.MaxMitochondrial is null or (> 0 and <= 1), "data.counts.max_mitochondrial", "in (0, 1], or null", counts.MaxMitochondrial);
        check.That(data.Kind != DataKind.Text, "data.kind", "counts or auto with the keys of data.counts", "text");
    }

    private static void Training(TrainingPlan training, PlanChecker check)
    {
        check.That(training.Epochs is >= 1 and <= 1_000_000, "training.epochs", "1 to 1000000", training.Epochs);
        check.That(training.BatchSize is >= 1 and <= 1_000_000, "training.batch_size", "1 to 1000000", training.BatchSize);
        OptimizerPlan optimizer = training.Optimizer;
        check.That(optimizer.LearningRate > 0, "training.optimizer.learning_rate", "above 0", optimizer.LearningRate);
        check.That(optimizer.Beta1 is >= 0 and < 1, "training.optimizer.beta1", "in [0, 1)", optimizer.Beta1);
        check.That(optimizer.Beta2 is >= 0 and < 1, "training.optimizer.beta2", "in [0, 1)", optimizer.Beta2);
        check.That(optimizer.Epsilon > 0, "training.optimizer.epsilon", "above 0", optimizer.Epsilon);
        check.That(optimizer.Momentum is >= 0 and < 1, "training.optimizer.momentum", "in [0, 1)", optimizer.Momentum);
        check.That(optimizer.WeightDecay >= 0, "training.optimizer.weight_decay", "at least 0", optimizer.WeightDecay);
        check.That(training.EncoderRate is >= 0 and <= 1, "training.encoder_rate", "in [0, 1]", training.EncoderRate);
        check.That(training.Schedule.EveryEpochs >= 1, "training.schedule.every_epochs", "at least 1", training.Schedule.EveryEpochs);
        IReadOnlyList<int> milestones = training.Schedule.Milestones;
        check.That(
            milestones.Count <= 1000 && milestones.All(epoch => epoch >= 1) && milestones.Zip(milestones.Skip(1)).All(pair => pair.First < pair.Second),
            "training.schedule.milestones", "increasing epochs, at least 1", string.Join(',', milestones));
        check.That(training.Schedule.Factor is > 0 and <= 1, "training.schedule.factor", "in (0, 1]", training.Schedule.Factor);
        check.That(training.ClipNorm is null or > 0, "training.clip_norm", "above 0, or null", training.ClipNorm);
        check.That(training.Patience is null or >= 1, "training.patience", "at least 1, or null", training.Patience);
        check.That(training.CheckpointEpochs >= 1, "training.checkpoint_epochs", "at least 1", training.CheckpointEpochs);
    }
}
