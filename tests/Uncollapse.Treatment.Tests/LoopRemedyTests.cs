using Uncollapse.Records.Plans;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Treatment.Tests;

/// <summary>Remedies of the loop, the posterior and the decoder: the published defaults, and plans that can be carried out.</summary>
public sealed class LoopRemedyTests
{
    private static readonly PlanFacts _facts = new(1000, 100);

    [Theory]
    [InlineData("aggressive-encoder", "training.aggressive.failures=5 training.aggressive.steps=100 training.aggressive.window=10")]
    [InlineData("aggressive-encoder:failures=1", "training.aggressive.failures=1")]
    [InlineData("encoder-pretraining", "training.pretraining_epochs=7 training.epochs=37 objective.free_bits=0.5 objective.warmup_epochs=10")]
    [InlineData("encoder-pretraining:epochs=3,target=4,warmup=2", "training.pretraining_epochs=3 training.epochs=33 objective.free_bits=0.25 objective.warmup_epochs=2")]
    [InlineData("semi-amortised", "training.refinement.steps=20 training.refinement.rate=1 training.refinement.momentum=0.5 training.refinement.clip_norm=5")]
    [InlineData("batch-norm-code", "model.posterior.centred_scale=0.7 model.posterior.learned_shift=true")]
    [InlineData("delta-code:delta=0.2", "model.posterior.committed_rate=0.2")]
    [InlineData("injective-decoder:width=30", "model.decoder.kind=injective model.decoder.hidden=30,30 model.decoder.singular_floor=0.1")]
    [InlineData("jacobian-floor", "objective.jacobian_floor=700 objective.jacobian_weight=0.1")]
    public void It_sets_these_keys_and_the_plan_can_be_carried_out(string remedy, string expected)
    {
        var plan = new Plan { Data = new DataPlan { Source = "x" } };
        Plan treated = Prescription.Parse(remedy).Apply(plan, _facts);
        Assert.Empty(PlanValidation.Problems(treated));
        foreach (string[] key in expected.Split(' ').Select(pair => pair.Split('='))) Assert.Equal(key[1], PlanSchema.Find(key[0])!.Format(treated));
        Assert.Equal(treated, expected.Split(' ').Select(pair => pair.Split('=')).Aggregate(
            plan, (changed, key) => PlanSchema.Find(key[0])!.Parse(changed, key[1])));
    }

    [Theory]
    [InlineData("aggressive-encoder", "training.refinement.steps=5", "another rule")]
    [InlineData("aggressive-encoder", "training.aggressive.failures=5", "already")]
    [InlineData("aggressive-encoder", "training.encoder_rate=0", "frozen")]
    [InlineData("encoder-pretraining", "model.posterior.kind=full", "closed form")]
    [InlineData("injective-decoder", "model.skips.kind=plain", "skips")]
    [InlineData("code-skip", "model.decoder.kind=made", "already")]
    [InlineData("delta-code", "model.posterior.centred_scale=1", "model.posterior.committed_rate")]
    public void A_plan_that_cannot_take_it_is_told_why(string remedy, string key, string why)
    {
        string[] pair = key.Split('=');
        Plan plan = PlanSchema.Find(pair[0])!.Parse(new Plan { Data = new DataPlan { Source = "x" } }, pair[1]);
        Assert.Contains(why, Assert.Throws<PlanException>(() => Prescription.Parse(remedy).Apply(plan, _facts)).Message, StringComparison.Ordinal);
    }
}
