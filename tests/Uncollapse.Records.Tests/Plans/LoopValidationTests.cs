using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Tests.Plans;

/// <summary>Remedies of the loop and of the posterior that cannot be carried out are refused in one line that names the key.</summary>
public sealed class LoopValidationTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { "training.pretraining_epochs=30", "training.pretraining_epochs" },
        { "training.pretraining_epochs=-1", "training.pretraining_epochs" },
        { "training.aggressive.failures=0", "training.aggressive.failures" },
        { "training.aggressive.failures=1 training.aggressive.steps=5", "training.aggressive.window" },
        { "training.aggressive.failures=1 training.encoder_rate=0", "training.encoder_rate" },
        { "training.aggressive.failures=1 training.pretraining_epochs=2", "training.aggressive.failures" },
        { "training.refinement.steps=20 training.aggressive.failures=1", "training.refinement.steps" },
        { "training.refinement.steps=20 training.refinement.rate=0", "training.refinement.rate" },
        { "training.refinement.steps=20 training.refinement.momentum=1", "training.refinement.momentum" },
        { "training.refinement.steps=20 training.refinement.clip_norm=0", "training.refinement.clip_norm" },
        { "training.refinement.steps=20 model.skips.kind=gated", "training.refinement.steps" },
        { "training.refinement.steps=20 model.prior.kind=vamp", "training.refinement.steps" },
        { "training.refinement.steps=20 model.posterior.centred_scale=0.7", "training.refinement.steps" },
        { "training.refinement.steps=20 model.posterior.kind=von-mises-fisher", "training.refinement.steps" },
        { "training.refinement.steps=20 model.decoder.normalisation=batch", "training.refinement.steps" },
        { "training.refinement.steps=20 objective.bound=iwae", "training.refinement.steps" },
        { "training.refinement.steps=20 objective.target_rate=3", "training.refinement.steps" },
        { "training.aggressive.failures=5 objective.target_distortion=30", "training.aggressive.failures" },
        { "training.refinement.rate=2", "training.refinement.rate" },
        { "training.aggressive.steps=50", "training.aggressive.steps" },
        { "model.posterior.committed_rate=0", "model.posterior.committed_rate" },
        { "model.posterior.committed_rate=0.2 model.posterior.centred_scale=0.7", "model.posterior.committed_rate" },
        { "model.posterior.committed_rate=0.2 model.posterior.upper_units=3", "model.posterior.committed_rate" },
        { "model.posterior.committed_rate=0.2 model.prior.kind=mixture", "model.posterior.committed_rate" },
        { "model.posterior.committed_rate=0.2 model.posterior.kind=full", "model.posterior.committed_rate" },
        { "objective.jacobian_floor=0", "objective.jacobian_floor" },
        { "objective.jacobian_floor=1 objective.jacobian_weight=0", "objective.jacobian_weight" },
        { "objective.jacobian_floor=1 model.decoder.normalisation=batch", "objective.jacobian_floor" },
        { "objective.jacobian_floor=1 model.posterior.kind=von-mises-fisher", "objective.jacobian_floor" },
        { "objective.jacobian_weight=2", "objective.jacobian_weight" },
        { "model.decoder.kind=injective model.likelihood.kind=discretised-logistic", "model.likelihood.kind" },
        { "model.decoder.kind=injective model.decoder.activation=gelu", "model.decoder.activation" },
        { "model.decoder.kind=injective model.decoder.singular_floor=0", "model.decoder.singular_floor" },
        { "model.decoder.singular_floor=1", "model.decoder.singular_floor" },
        { "model.encoder.kind=lstm model.decoder.kind=lstm model.likelihood.kind=categorical model.decoder.code_entry=none model.decoder.code_skip=true", "model.decoder.code_skip" },
        { "model.posterior.learned_shift=true", "model.posterior.learned_shift" },
    };

    public static TheoryData<string> Allowed =>
    [
        "training.pretraining_epochs=5", "model.decoder.kind=injective model.decoder.singular_floor=0.5", "objective.jacobian_floor=1 objective.jacobian_weight=2",
        "training.aggressive.failures=5", "training.refinement.steps=20", "model.posterior.committed_rate=0.2",
        "model.posterior.centred_scale=0.7 model.posterior.learned_shift=true", "training.refinement.steps=20 model.posterior.kind=full",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_carried_out_is_one_line(string keys, string expected) =>
        Assert.Equal(expected, Assert.Single(PlanValidation.Problems(Of(keys))).Key);

    [Theory]
    [MemberData(nameof(Allowed))]
    public void What_can_be_carried_out_is_read_back_from_its_file(string keys)
    {
        Plan plan = Of(keys);
        Assert.Empty(PlanValidation.Problems(plan));
        Assert.Equal(plan, PlanYaml.Parse(PlanYaml.Format(plan)));
    }

    private static Plan Of(string keys) =>
        keys.Split(' ').Select(key => key.Split('=')).Aggregate(
            new Plan { Data = new DataPlan { Source = "x" } }, (plan, key) => PlanSchema.Find(key[0])!.Parse(plan, key[1]));
}
