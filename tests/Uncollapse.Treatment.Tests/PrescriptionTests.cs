using Uncollapse.Records.Plans;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Treatment.Tests;

public sealed class PrescriptionTests
{
    private static readonly PlanFacts _facts = new(1000, 64);

    [Theory]
    [InlineData("free-bits", "free-bits")]
    [InlineData("free-bits:lambda=0.5", "free-bits:lambda=0.5")]
    [InlineData("early-stopping:weight_decay=0, patience=3", "early-stopping:patience=3,weight_decay=0")]
    public void APrescriptionIsReadAndWritten(string text, string written) => Assert.Equal(written, Prescription.Parse(text).ToString());

    [Theory]
    [InlineData("free-beer", "'free-beer'")]
    [InlineData("free-bits:lamda=1", "'lamda'")]
    [InlineData("free-bits:lambda", "'lambda'")]
    [InlineData("free-bits:lambda=1,lambda=2", "'lambda=2'")]
    [InlineData("free-bits:", "''")]
    [InlineData("fix-scaling:x=1", "'x'")]
    public void WhatThereIsNotIsRefused(string text, string found) => Assert.Contains(found, Assert.Throws<PlanException>(() => Prescription.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("free-bits:lambda=much", "a number")]
    [InlineData("free-bits:lambda=nan", "a number")]
    [InlineData("free-bits:lambda=-1", "above 0")]
    [InlineData("free-bits:lambda=0", "above 0")]
    [InlineData("lower-beta:beta=2", "below the plan's 1")]
    [InlineData("kl-warmup:epochs=30", "below the training's 30")]
    [InlineData("fewer-latents:units=16", "fewer than the plan's 16")]
    [InlineData("fix-scaling", "summed already")]
    [InlineData("kl-warmup:steps=240", "below the training's 240")]
    [InlineData("kl-warmup:steps=5,epochs=1", "epochs or steps, not both")]
    [InlineData("kl-warmup:shape=round", "linear|sigmoid|cosine")]
    [InlineData("kl-cyclical:ramp=1", "in (0, 1)")]
    [InlineData("capacity:epochs=31", "objective.capacity_epochs")]
    [InlineData("geco", "'required'")]
    [InlineData("mi-term:alpha=0", "above 0")]
    [InlineData("bounded-sigma", "no variance")]
    [InlineData("drop-skip", "no skips")]
    [InlineData("context-dropout", "no context")]
    public void APlanThatCannotTakeItIsToldWhy(string text, string why) =>
        Assert.Contains(why, Assert.Throws<PlanException>(() => Prescription.Parse(text).Apply(new Plan(), _facts)).Message, StringComparison.Ordinal);

    [Fact]
    public void ItChangesWhatItSaysAndNothingElse()
    {
        var plan = new Plan();
        PlanChange change = Assert.Single(PlanChange.Between(plan, Prescription.Parse("free-bits:lambda=0.125").Apply(plan, _facts)));
        Assert.Equal(new PlanChange("objective.free_bits", "0", "0.125"), change);
    }

    [Fact]
    public void SeveralGoTogetherWhereTheySetDifferentKeys()
    {
        Plan treated = Prescriptions.Apply(new Plan(), [Prescription.Parse("free-bits"), Prescription.Parse("kl-warmup:epochs=5")], _ => _facts);
        Assert.Equal((0.25, 5.0), (treated.Objective.FreeBits, treated.Objective.WarmupEpochs));
    }

    [Theory]
    [InlineData("kl-warmup", "target-rate")]
    [InlineData("target-rate", "kl-warmup")]
    [InlineData("kl-cyclical", "capacity")]
    [InlineData("geco:distortion=50", "kl-cyclical")]
    [InlineData("capacity", "geco:distortion=50")]
    [InlineData("free-bits", "target-rate")]
    public void TwoThatSetTheWeightOfTheKlRefuseEachOther(string first, string second)
    {
        PlanException error = Assert.Throws<PlanException>(() => Prescriptions.Apply(new Plan(), [Prescription.Parse(first), Prescription.Parse(second)], _ => _facts));
        Assert.Contains("remedies that go together", error.Message, StringComparison.Ordinal);
        Assert.Contains(first, error.Message, StringComparison.Ordinal);
        Assert.Contains(second, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kl-warmup:epochs=4,shape=cosine", "objective.warmup_epochs=4 objective.warmup_shape=cosine objective.must_finish=true")]
    [InlineData("kl-warmup:steps=50", "objective.warmup_steps=50 objective.must_finish=true")]
    [InlineData("kl-cyclical", "objective.cycles=4")]
    [InlineData("free-bits:lambda=8,of=code", "objective.free_bits=8 objective.free_bits_kind=code")]
    [InlineData("capacity", "objective.must_finish=true objective.capacity=25 objective.capacity_epochs=15")]
    [InlineData("target-rate", "objective.target_rate=3")]
    [InlineData("geco:distortion=40,rate=0.01", "objective.target_distortion=40 objective.multiplier_rate=0.01")]
    [InlineData("info-vae", "objective.mmd_alpha=1 objective.mmd_lambda=64")]
    [InlineData("info-vae:alpha=0.5,lambda=1000", "objective.mmd_alpha=0.5 objective.mmd_lambda=1000")]
    [InlineData("mi-term", "objective.information_weight=1")]
    public void TheRulesOfTheObjectiveAreKeysOfThePlan(string text, string changes) =>
        Assert.Equal(changes, string.Join(' ', PlanChange.Between(new Plan(), Prescription.Parse(text).Apply(new Plan(), _facts)).Select(change => $"{change.Key}={change.After}")));

    [Fact]
    public void ANewRuleOfTheWeightTakesThePlaceOfThePlans()
    {
        Plan plan = new Plan() with { Objective = new ObjectivePlan { WarmupEpochs = 12, Beta = 4, FreeBits = 0.5 } };
        Plan treated = Prescription.Parse("target-rate:rate=5,largest=2").Apply(plan, _facts);
        Assert.Equal(new ObjectivePlan { TargetRate = 5, Beta = 2 }, treated.Objective);
    }

    [Fact]
    public void TwoThatSetOneKeyDifferentlyRefuseEachOther()
    {
        Plan plan = new Plan() with { Objective = new ObjectivePlan { WarmupEpochs = 100 } };
        var error = Assert.Throws<PlanException>(() => Prescriptions.Apply(plan, [Prescription.Parse("fix-schedule"), Prescription.Parse("kl-warmup:epochs=5")], _ => _facts));
        Assert.Contains("fix-schedule sets objective.warmup_epochs to 7.5", error.Message, StringComparison.Ordinal);
        Assert.Contains("not both", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheAutomaticWeightIsHalfOfWhatTheDataForetell()
    {
        Plan plan = new Plan() with { Objective = new ObjectivePlan { Beta = 4 } };
        Assert.Equal(1, Prescription.Parse("lower-beta").Apply(plan, _facts).Objective.Beta);
        Assert.Equal(0.5, Prescription.Parse("lower-beta").Apply(plan with { Objective = new ObjectivePlan() }, _facts).Objective.Beta);
        Assert.Equal(0.25, Prescription.Parse("lower-beta:beta=0.25").Apply(plan, _facts).Objective.Beta);
    }

    [Fact]
    public void NamesAreUniqueAndCausesAreThoseOfFindings()
    {
        string[] causes =
        [
            "overweighted-kl", "objective-scaling", "unfinished-schedule", "noisy-decoder", "variance-spiral", "powerful-decoder", "skip-shortcut", "condition-shortcut",
            "lagging-encoder", "constant-code", "surplus-units", "data-limited", "unscaled-data", "unknown",
        ];
        Assert.Equal(RemedyCatalogue.All.Count, RemedyCatalogue.All.Select(remedy => remedy.Name).Distinct().Count());
        Assert.All(RemedyCatalogue.All, remedy => Assert.Matches("^[a-z]+(-[a-z]+)*$", remedy.Name));
        Assert.All(RemedyCatalogue.All, remedy => Assert.All(remedy.Causes, cause => Assert.Contains(cause, causes)));
        Assert.All(causes, cause => Assert.NotEmpty(RemedyCatalogue.For(cause)));
    }
}
