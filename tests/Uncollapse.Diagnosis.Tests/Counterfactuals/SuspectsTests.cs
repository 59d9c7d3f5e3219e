using Uncollapse.Diagnosis.Counterfactuals;
using Uncollapse.Diagnosis.Tests.Models;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Tests.Counterfactuals;

public sealed class SuspectsTests
{
    private static readonly Plan _grey = new() { Model = new ModelPlan { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Sigma2 = 0.01 } } };

    /// <summary>Plans with a suspect in them, the cause, and the keys that its removal changes, written down a second time.</summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        { "objective.beta: 64", "overweighted-kl", "objective.beta" },
        { "objective.reduction: mean", "objective-scaling", "objective.reduction" },
        { "objective.warmup_epochs: 400", "unfinished-schedule", "objective.warmup_epochs" },
        { "training.encoder_rate: 0.001", "lagging-encoder", "training.encoder_rate" },
        { "data.condition: x", "condition-shortcut", "data.condition" },
        { "model.skips.kind: plain", "skip-shortcut", "model.skips.kind" },
        { "model.skips.kind: gated", "constant-code", "model.skips.kind" },
        { "model.decoder.kind: made", "powerful-decoder", "model.decoder.context" },
        { "model.likelihood.temperature: 30", "noisy-decoder", "model.likelihood.temperature" },
        { "gaussian model.likelihood.sigma2: 10", "noisy-decoder", "model.likelihood.sigma2" },
        { "gaussian model.likelihood.variance: shared", "variance-spiral", "model.likelihood.variance" },
        { "gaussian data.scale: none", "unscaled-data", "data.scale" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_suspect_is_found_and_its_removal_changes_nothing_else(string setting, string cause, string keys)
    {
        Plan plan = setting.StartsWith("gaussian ", StringComparison.Ordinal) ? _grey : new Plan();
        string[] parts = setting.Replace("gaussian ", "", StringComparison.Ordinal).Split(": ");
        plan = PlanSchema.Find(parts[0])!.Parse(plan, parts[1]);
        Assert.Empty(PlanValidation.Problems(plan));
        Suspect suspect = Assert.Single(Suspects.Of(plan, Diagnosed(Verdict.Collapsed), 0.05, 1));
        Assert.Equal(cause, suspect.Cause);
        Plan removed = suspect.Remove(plan);
        Assert.Empty(PlanValidation.Problems(removed));
        Assert.Equal(keys.Split(','), PlanChange.Between(plan, removed).Select(change => change.Key));
        Assert.Equal(removed, suspect.Remove(removed));
    }

    [Fact]
    public void A_plain_plan_has_none_and_a_healthy_model_only_its_schedule()
    {
        Assert.Empty(Suspects.Of(new Plan(), Diagnosed(Verdict.Collapsed), 0, 1));
        Assert.Empty(Suspects.Of(_grey, Diagnosed(Verdict.Collapsed), 0.05, 1));
        // Where the data alone foretell that a code pays at a weight of 1 (eigenvalue 25 over a noise of 8), the noise is no suspect.
        using var linear = new LinearModel(2, 400);
        Assert.Empty(Suspects.Of(linear.Plan, Diagnoser.Diagnose(linear.Subject, CounterfactualExaminationTests.Quick) with { Verdict = Verdict.Collapsed }, 11, 1));
        Plan heavy = new() { Objective = new ObjectivePlan { Beta = 4, WarmupEpochs = 100 } };
        Assert.Equal("unfinished-schedule", Assert.Single(Suspects.Of(heavy, Diagnosed(Verdict.Healthy), 0, 1)).Cause);
    }

    /// <summary>30 epochs of 10 steps: 400 steps of a warm-up, or 40 epochs of a capacity, do not end; 300 and 30 do.</summary>
    [Theory]
    [InlineData(400, 0, "objective.warmup_epochs objective.warmup_steps")]
    [InlineData(0, 40, "objective.capacity_epochs")]
    [InlineData(300, 0, null)]
    [InlineData(0, 30, null)]
    public void Every_schedule_that_does_not_end_is_a_suspect(int steps, int capacityEpochs, string? keys)
    {
        Plan plan = new() { Objective = new ObjectivePlan { WarmupSteps = steps, Capacity = capacityEpochs > 0 ? 5 : null, CapacityEpochs = capacityEpochs } };
        IReadOnlyList<Suspect> found = Suspects.Of(plan, Diagnosed(Verdict.Healthy), 0, 10);
        Assert.Equal(keys is null ? [] : ["unfinished-schedule"], found.Select(suspect => suspect.Cause));
        if (keys is null) return;
        Plan removed = found[0].Remove(plan);
        Assert.Empty(PlanValidation.Problems(removed));
        Assert.Equal(keys, string.Join(' ', PlanChange.Between(plan, removed).Select(change => change.Key).Order()));
        Assert.Equal(7.5, ScheduleEnd.Epoch(removed, 10));
    }

    [Fact]
    public void The_most_accused_comes_first()
    {
        Plan plan = new() { Objective = new ObjectivePlan { Beta = 4 }, Training = new TrainingPlan { EncoderRate = 0.01 } };
        var accused = new Finding { Cause = "lagging-encoder", Severity = Severity.Error, Confidence = 0.9, Statement = "" };
        IReadOnlyList<Suspect> suspects = Suspects.Of(plan, Diagnosed(Verdict.Collapsed) with { Findings = [accused] }, 0, 1);
        Assert.Equal(["lagging-encoder", "overweighted-kl"], suspects.Select(suspect => suspect.Cause));
        Assert.Equal([0.9, TrialRule.Unaccused], suspects.Select(suspect => suspect.Prior));
    }

    private static Records.Diagnoses.Diagnosis Diagnosed(Verdict verdict)
    {
        using var linear = new LinearModel(2, 400);
        return Diagnoser.Diagnose(linear.Subject, CounterfactualExaminationTests.Quick) with { Verdict = verdict, Findings = [], Prediction = null };
    }
}
