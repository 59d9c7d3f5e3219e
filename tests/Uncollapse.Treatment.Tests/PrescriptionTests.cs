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
    [InlineData("free-bits:lambda=-1", "objective.free_bits")]
    [InlineData("kl-warmup:epochs=30", "below the training's 30")]
    [InlineData("fewer-latents:units=16", "fewer than the plan's 16")]
    [InlineData("fix-scaling", "summed already")]
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
        Plan treated = Prescriptions.Apply(new Plan(), [Prescription.Parse("free-bits"), Prescription.Parse("kl-warmup:epochs=5")], _facts);
        Assert.Equal((0.25, 5.0), (treated.Objective.FreeBits, treated.Objective.WarmupEpochs));
    }

    [Fact]
    public void TwoThatSetOneKeyDifferentlyRefuseEachOther()
    {
        Plan plan = new Plan() with { Objective = new ObjectivePlan { WarmupEpochs = 100 } };
        var error = Assert.Throws<PlanException>(() => Prescriptions.Apply(plan, [Prescription.Parse("fix-schedule"), Prescription.Parse("kl-warmup:epochs=5")], _facts));
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
