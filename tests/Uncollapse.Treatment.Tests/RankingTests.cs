using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Treatments;
using Uncollapse.Treatment.Trials;

namespace Uncollapse.Treatment.Tests;

public sealed class RankingTests
{
    [Fact]
    public void ABetterVerdictComesBeforeABetterBound() =>
        Assert.Equal([1, 2, 0], Ranking.Order([Reading(-80, 0, Verdict.Collapsed), Reading(-90, 3, Verdict.Healthy), Reading(-85, 2, Verdict.Partial)]));

    [Fact]
    public void AmongEqualVerdictsTheMostInformationWinsThatCostsNoMoreThanAHundredth() =>
        // -100.5 is within 1 of -100, -102 is not.
        Assert.Equal([1, 0, 2], Ranking.Order([Reading(-100, 2), Reading(-100.5, 3), Reading(-102, 9)]));

    [Fact]
    public void WhatMayBeLostCanBeSaid() => Assert.Equal([2, 1, 0], Ranking.Order([Reading(-100, 2), Reading(-100.5, 3), Reading(-102, 9)], maxLoss: 2));

    [Fact]
    public void AGoalComesFirst()
    {
        TrialReading[] readings = [Reading(-100, 2) with { Rate = 3 }, Reading(-120, 2) with { Rate = 11.5 }, Reading(-110, 2) with { Rate = 8 }];
        Assert.Equal([1, 2, 0], Ranking.Order(readings, new TreatmentGoal(GoalKind.Rate, 12)));
    }

    [Fact]
    public void BoundsOfDifferentThingsDoNotCompare() =>
        // The best of each kind first; within a kind the bound still counts, whatever stands beside it.
        Assert.Equal([2, 0, 1], Ranking.Order([Reading(-50, 1) with { Describes = "x given features of x" }, Reading(-100, 3), Reading(-90, 2)]));

    [Fact]
    public void AWeightThatIsNotThereYetMakesNobodyHealthy() =>
        Assert.Equal([1, 0, 2], Ranking.Order([Reading(-50, 5) with { IsMoving = true }, Reading(-60, 1), Reading(-55, 1, Verdict.Collapsed)]));

    [Fact]
    public void ABoundThatIsNoNumberIsLast() => Assert.Equal([1, 0], Ranking.Order([Reading(double.NegativeInfinity, 5), Reading(-100, 1)]));

    private static TrialReading Reading(double elbo, double information, Verdict verdict = Verdict.Healthy) =>
        new() { Epochs = 1, Verdict = verdict, MutualInformation = information, Rate = information, Distortion = -elbo - information, Elbo = elbo, Describes = "x", Use = information };
}
