namespace Uncollapse.Records.Plans;

/// <summary>The ranges of what changes the training loop, and what must hold beside it.</summary>
internal static class LoopValidation
{
    internal static void Check(Plan plan, PlanChecker check)
    {
        TrainingPlan training = plan.Training;
        check.That(
            training.PretrainingEpochs >= 0 && (training.PretrainingEpochs == 0 || training.PretrainingEpochs < training.Epochs),
            "training.pretraining_epochs", "0, or fewer than training.epochs", training.PretrainingEpochs);
        AggressivePlan aggressive = training.Aggressive;
        check.That(aggressive.Failures is null or >= 1, "training.aggressive.failures", "at least 1, or null", aggressive.Failures);
        check.That(aggressive.Steps is >= 1 and <= 100_000, "training.aggressive.steps", "1 to 100000", aggressive.Steps);
        check.That(aggressive.Window >= 1 && aggressive.Window <= aggressive.Steps, "training.aggressive.window", "at least 1 and at most training.aggressive.steps", aggressive.Window);
        check.That(
            aggressive.Failures is null || training.EncoderRate > 0,
            "training.encoder_rate", "above 0 with aggressive training of the encoder", training.EncoderRate);
        Refinement(plan, check);
        Jacobian(plan, check);
        string[] rules =
        [
            .. training.PretrainingEpochs > 0 ? ["training.pretraining_epochs"] : Array.Empty<string>(),
            .. aggressive.Failures is not null ? ["training.aggressive.failures"] : Array.Empty<string>(),
            .. training.Refinement.Steps > 0 ? ["training.refinement.steps"] : Array.Empty<string>(),
        ];
        check.That(
            rules.Length == 0 || (!plan.Objective.IsControlled && plan.Objective.Capacity is null), rules.FirstOrDefault() ?? "",
            "no rule of the loop beside a capacity, a target rate or a target distortion, which count every step", string.Join(" and ", rules));
        check.That(rules.Length < 2, rules.LastOrDefault() ?? "", "one rule of the loop at a time", string.Join(" and ", rules));
    }

    private static void Jacobian(Plan plan, PlanChecker check)
    {
        ObjectivePlan objective = plan.Objective;
        check.That(objective.JacobianFloor is null or (> 0 and <= 1e12), "objective.jacobian_floor", "above 0, or null", objective.JacobianFloor);
        check.That(objective.JacobianWeight is > 0 and <= 1e12, "objective.jacobian_weight", "above 0", objective.JacobianWeight);
        if (objective.JacobianFloor is not { } floor) return;
        check.That(
            plan.Model.Decoder.Normalisation != Normalisation.Batch,
            "objective.jacobian_floor", "null with batch normalisation in the decoder, whose running statistics it would move", floor);
        check.That(
            plan.Model.Posterior.Kind != PosteriorKind.VonMisesFisher,
            "objective.jacobian_floor", "null on the sphere, where codes cannot move in any direction", floor);
    }

    private static void Refinement(Plan plan, PlanChecker check)
    {
        RefinementPlan refinement = plan.Training.Refinement;
        const string key = "training.refinement.steps";
        check.That(refinement.Steps is >= 0 and <= 10_000, key, "0 to 10000", refinement.Steps);
        check.That(refinement.Rate is > 0 and <= 1e6, "training.refinement.rate", "above 0", refinement.Rate);
        check.That(refinement.Momentum is >= 0 and < 1, "training.refinement.momentum", "in [0, 1)", refinement.Momentum);
        check.That(refinement.ClipNorm is null or > 0, "training.refinement.clip_norm", "above 0, or null", refinement.ClipNorm);
        if (refinement.Steps <= 0) return;
        ModelPlan model = plan.Model;
        check.That(plan.Objective.Bound == BoundKind.Elbo, key, "0 with the iwae bound", refinement.Steps);
        check.That(model.Skips.Kind == SkipKind.None, key, "0 with skips, which come from the encoder beside the posterior", refinement.Steps);
        check.That(model.Prior.Kind != PriorKind.Vamp, key, "0 with a vamp prior, which is made by the encoder", refinement.Steps);
        check.That(
            model.Posterior is { Kind: PosteriorKind.Diagonal or PosteriorKind.Full, CentredScale: null, UpperUnits: 0 },
            key, "0 unless the posterior is diagonal or full, with one level and means as the encoder says", refinement.Steps);
        check.That(
            model.Decoder.Normalisation != Normalisation.Batch,
            key, "0 with batch normalisation in the decoder, whose running statistics every refining step would move", refinement.Steps);
    }
}
