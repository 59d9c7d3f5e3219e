namespace Uncollapse.Records.Plans;

/// <summary>The ranges of an objective's values, and which rules go together.</summary>
internal static class ObjectiveValidation
{
    internal static void Check(Plan plan, PlanChecker check)
    {
        ObjectivePlan objective = plan.Objective;
        Ranges(objective, check);
        OneRule(objective, check);
        Codes(plan, check);
        Finishes(plan, check);
        Weighted(objective, check);
    }

    private static void Ranges(ObjectivePlan objective, PlanChecker check)
    {
        check.That(objective.Samples is >= 1 and <= 10_000, "objective.samples", "1 to 10000", objective.Samples);
        check.That(objective.Beta >= 0, "objective.beta", "at least 0", objective.Beta);
        check.That(objective.WarmupEpochs >= 0, "objective.warmup_epochs", "at least 0", objective.WarmupEpochs);
        check.That(objective.WarmupSteps >= 0, "objective.warmup_steps", "at least 0", objective.WarmupSteps);
        check.That(objective.Cycles is >= 0 and <= 100_000, "objective.cycles", "0 to 100000", objective.Cycles);
        check.That(objective.Ramp is > 0 and <= 1, "objective.ramp", "in (0, 1]", objective.Ramp);
        check.That(objective.FreeBits is >= 0 and <= 1e6, "objective.free_bits", "at least 0", objective.FreeBits);
        check.That(objective.Capacity is null or (>= 0 and <= 1e6), "objective.capacity", "at least 0, or null", objective.Capacity);
        check.That(objective.CapacityWeight is > 0 and <= 1e9, "objective.capacity_weight", "above 0", objective.CapacityWeight);
        check.That(objective.CapacityEpochs >= 0, "objective.capacity_epochs", "at least 0", objective.CapacityEpochs);
        check.That(objective.TargetRate is null or (> 0 and <= 1e6), "objective.target_rate", "above 0, or null", objective.TargetRate);
        check.That(objective.ProportionalGain is >= 0 and <= 1e6, "objective.proportional_gain", "at least 0", objective.ProportionalGain);
        check.That(objective.IntegralGain is >= 0 and <= 1e6, "objective.integral_gain", "at least 0", objective.IntegralGain);
        check.That(objective.MultiplierDecay is >= 0 and < 1, "objective.multiplier_decay", "in [0, 1)", objective.MultiplierDecay);
        check.That(objective.MultiplierRate is > 0 and <= 1e3, "objective.multiplier_rate", "above 0", objective.MultiplierRate);
        check.That(objective.MmdAlpha is >= -1e6 and <= 1, "objective.mmd_alpha", "at most 1", objective.MmdAlpha);
        check.That(objective.MmdWeight is >= 0 and <= 1e9, "objective.mmd_lambda", "at least 1 - objective.mmd_alpha", objective.MmdLambda);
        check.That(objective.InformationWeight is >= 0 and <= 1e6, "objective.information_weight", "at least 0", objective.InformationWeight);
    }

    /// <summary>Two rules that both set the weight of the KL refuse each other.</summary>
    private static void OneRule(ObjectivePlan objective, PlanChecker check)
    {
        (string Key, bool Set, object? Value)[] rules =
        [
            ("objective.warmup_epochs", objective.WarmupEpochs > 0, objective.WarmupEpochs),
            ("objective.warmup_steps", objective.WarmupSteps > 0, objective.WarmupSteps),
            ("objective.cycles", objective.Cycles > 0, objective.Cycles),
            ("objective.capacity", objective.Capacity is not null, objective.Capacity),
            ("objective.target_rate", objective.TargetRate is not null, objective.TargetRate),
            ("objective.target_distortion", objective.TargetDistortion is not null, objective.TargetDistortion),
        ];
        (string Key, bool Set, object? Value)[] set = [.. rules.Where(rule => rule.Set)];
        for (int i = 1; i < set.Length; i++)
            check.That(false, set[i].Key, $"none beside {set[0].Key}: both set the weight of the KL", set[i].Value);
        string? target = objective.Capacity is not null ? "a capacity" : objective.TargetDistortion is not null ? "a target of the distortion" : null;
        if (target is not null) check.That(objective.Beta.Equals(1.0), "objective.beta", $"1 with {target}, which sets the weight", objective.Beta);
        target ??= objective.TargetRate is not null ? "a target of the rate" : null;
        if (target is null) return;
        check.That(objective.TargetRate is null || objective.Beta > 0, "objective.beta", "above 0: with a target of the rate it is the largest weight", objective.Beta);
        check.That(objective.FreeBits <= 0, "objective.free_bits", $"0 with {target}: both say how large the rate may be", objective.FreeBits);
        check.That(objective.MmdAlpha.Equals(0.0), "objective.mmd_alpha", $"0 with {target}, which sets the weight", objective.MmdAlpha);
        check.That(objective.Reduction == Reduction.Sum, "objective.reduction", $"sum with {target}", "mean");
    }

    /// <summary>Terms that need more of the code's distributions than every kind has.</summary>
    private static void Codes(Plan plan, PlanChecker check)
    {
        ObjectivePlan objective = plan.Objective;
        PosteriorPlan posterior = plan.Model.Posterior;
        bool isNormal = plan.Model.Prior.Kind == PriorKind.Normal && posterior.UpperUnits == 0;
        if (objective.FreeBits > 0 && objective.FreeBitsKind == FreeBitsKind.Code)
            check.That(isNormal, "objective.free_bits", "0 unless the prior is normal and the posterior has one level: other rates of an example are only estimated", objective.FreeBits);
        else if (objective.FreeBits > 0)
            check.That(isNormal && posterior.Kind == PosteriorKind.Diagonal, "objective.free_bits", "0 unless the posterior is diagonal and the prior normal: other KLs do not fall apart into units", objective.FreeBits, "objective.free_bits_kind of code needs less");
        check.That(objective.MmdWeight <= 0 || isNormal, "objective.mmd_lambda", "1 - objective.mmd_alpha unless the prior is normal and the posterior has one level: a learned prior would follow the codes", objective.MmdLambda);
    }

    private static void Finishes(Plan plan, PlanChecker check)
    {
        ObjectivePlan objective = plan.Objective;
        if (!objective.MustFinish) return;
        check.That(objective.WarmupEpochs <= plan.Training.Epochs, "objective.warmup_epochs", $"at most training.epochs ({plan.Training.Epochs}), as objective.must_finish asks", objective.WarmupEpochs);
        check.That(
            objective.Capacity is null || objective.CapacityEpochs <= plan.Training.Epochs,
            "objective.capacity_epochs", $"at most training.epochs ({plan.Training.Epochs}), as objective.must_finish asks", objective.CapacityEpochs);
    }

    /// <summary>An importance-weighted bound has no separate KL term.</summary>
    private static void Weighted(ObjectivePlan objective, PlanChecker check)
    {
        if (objective.Bound != BoundKind.Iwae) return;
        const string none = "with the iwae bound, which has no separate KL term";
        check.That(objective.Beta.Equals(1.0), "objective.beta", $"1 {none}", objective.Beta);
        check.That(objective.WarmupEpochs.Equals(0.0), "objective.warmup_epochs", "0 with the iwae bound", objective.WarmupEpochs);
        check.That(objective.WarmupSteps == 0, "objective.warmup_steps", "0 with the iwae bound", objective.WarmupSteps);
        check.That(objective.Cycles == 0, "objective.cycles", "0 with the iwae bound", objective.Cycles);
        check.That(objective.FreeBits <= 0, "objective.free_bits", "0 with the iwae bound, which has no KL of a unit", objective.FreeBits);
        check.That(objective.Capacity is null, "objective.capacity", $"null {none}", objective.Capacity);
        check.That(objective.TargetRate is null, "objective.target_rate", $"null {none}", objective.TargetRate);
        check.That(objective.TargetDistortion is null, "objective.target_distortion", $"null {none}", objective.TargetDistortion);
        check.That(objective.MmdAlpha.Equals(0.0), "objective.mmd_alpha", $"0 {none}", objective.MmdAlpha);
        check.That(objective.MmdWeight <= 0, "objective.mmd_lambda", $"1 {none}", objective.MmdLambda);
        check.That(objective.InformationWeight <= 0, "objective.information_weight", $"0 {none}", objective.InformationWeight);
        check.That(objective.Reduction == Reduction.Sum, "objective.reduction", "sum with the iwae bound", "mean");
    }
}
