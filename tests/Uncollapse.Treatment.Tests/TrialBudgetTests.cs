using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Treatment.Remedies;
using Uncollapse.Treatment.Trials;

namespace Uncollapse.Treatment.Tests;

/// <summary>What a budget pays for, from costs alone.</summary>
public sealed class TrialBudgetTests
{
    private static readonly PlanFacts _facts = new(1000, 64);

    /// <summary>A quarter for all, another for the better half, the rest for two; of those that go on the costliest are reckoned with.</summary>
    [Theory]
    [InlineData(new[] { 1.0, 1 }, 2)]
    [InlineData(new[] { 1.0, 1, 1, 1, 1, 1 }, 3.25)]
    [InlineData(new[] { 1.0, 20, 1, 1 }, (0.25 * 23) + (0.25 * 21) + (0.5 * 21))]
    [InlineData(new[] { 3.0, 1, 2 }, (0.25 * 6) + (0.25 * 5) + (0.5 * 5))]
    public void TheHalvingCostsItsSum(double[] costs, double trainings) => Assert.Equal(trainings, TrialBudget.Trainings(costs), 1e-12);

    [Theory]
    // Without a budget: as many as are asked for, in their order.
    [InlineData("20 1 1.5 1", 6, double.PositiveInfinity, "0 1 2 3 c c", "")]
    [InlineData("20 1 1.5 1", 4, double.PositiveInfinity, "0 1 c c", "")]
    [InlineData("20 1 1.5 1", 2, double.PositiveInfinity, "0 c", "")]
    // The dear one gives its place to the next.
    [InlineData("20 1 1.5 1", 4, 10, "1 2 c c", "0")]
    // 20 for one cheap and the dear one: 0.25 * 23 + 0.25 * 21 + 0.5 * 21 = 21.5.
    [InlineData("20 1 1.5 1", 4, 21.5, "0 1 c c", "")]
    [InlineData("20 1 1.5 1", 4, 21.4, "0 c c", "1")]
    // Three are 0.75 + 0.5 + 1 trainings; two are 2; less than that is tried all the same.
    [InlineData("1 1 1", 6, 2.25, "0 c c", "1 2")]
    [InlineData("1 1 1", 6, 2, "0 c", "1 2")]
    [InlineData("20 5 1 1", 6, 0, "2 c", "0 1 3")]
    [InlineData("20 31", 6, 3, "0 c", "1")]
    [InlineData("", 6, 3, "c c", "")]
    public void WhatIsTooDearIsLeftOut(string costs, int most, double trainings, string tried, string leftOut)
    {
        Candidate[] wanted = [.. costs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((cost, i) => Made(i, double.Parse(cost, System.Globalization.CultureInfo.InvariantCulture)))];
        Candidate[] controls = [.. Enumerable.Range(0, 2).Select(i => new Candidate([], new Plan { Seed = 100 + i }, TrialRole.Control, "c"))];
        TrialChoice chosen = TrialBudget.Choose(wanted, controls, most, trainings);
        Assert.Equal(tried, string.Join(' ', chosen.Tried.Select(candidate => candidate.Reason)));
        Assert.Equal(leftOut.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, chosen.LeftOut.Count);
        foreach ((string index, string words) in leftOut.Split(' ', StringSplitOptions.RemoveEmptyEntries).Zip(chosen.LeftOut))
        {
            double cost = wanted[int.Parse(index, System.Globalization.CultureInfo.InvariantCulture)].Cost;
            Assert.Equal(cost > 1 ? FormattableString.Invariant($"free-bits, whose training takes about {cost} times as long") : "free-bits", words);
        }
    }

    // A second course has no controls.
    [Theory]
    [InlineData("1 1 1", 2, double.PositiveInfinity, 2)]
    [InlineData("5 1 1", 4, 2, 2)]
    [InlineData("", 4, 2, 0)]
    public void WithoutControlsTheyHaveAllThePlaces(string costs, int most, double trainings, int tried)
    {
        Candidate[] wanted = [.. costs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((cost, i) => Made(i, double.Parse(cost, System.Globalization.CultureInfo.InvariantCulture)))];
        Assert.Equal(tried, TrialBudget.Choose(wanted, [], most, trainings).Tried.Count);
    }

    [Theory]
    [InlineData("aggressive-encoder", 20)]
    [InlineData("aggressive-encoder:steps=50", 10.5)]
    [InlineData("semi-amortised", 31)]
    [InlineData("semi-amortised:steps=4,rate=0.1", 7)]
    [InlineData("vamp-prior:components=256", 2)]
    [InlineData("encoder-pretraining", 1.25)]
    [InlineData("encoder-pretraining:epochs=20", 1.5)]
    [InlineData("jacobian-floor", 2)]
    [InlineData("free-bits", 1)]
    [InlineData("lower-beta", 1)]
    public void ARemedysCostFollowsItsValues(string text, double cost)
    {
        Plan plan = new() { Training = new TrainingPlan { Epochs = 40, BatchSize = 128 } };
        Assert.Equal(cost, Prescription.Parse(text).Cost(plan), 1e-9);
    }

    /// <summary>A lagging encoder, whose remedies are slow ones: with a budget of ten trainings the slow ones are not tried, and said to be left out.</summary>
    [Fact]
    public void ALaggingEncoderOnABudgetIsNotGivenTwentyTrainings()
    {
        Plan plan = new();
        var diagnosis = MadeUp.Collapsed with { Findings = [MadeUp.Ailing("lagging-encoder", prescriptions: ["aggressive-encoder", "kl-warmup"])] };
        TrialChoice free = Candidates.Within(plan, diagnosis.Findings, _ => _facts, 5, double.PositiveInfinity, null), tight = Candidates.Within(plan, diagnosis.Findings, _ => _facts, 5, 10, null);
        Assert.Equal(["aggressive-encoder", "kl-warmup", "aggressive-encoder+kl-warmup"], free.Tried.Take(3).Select(Name));
        Assert.Equal([20, 1, 20], free.Tried.Take(3).Select(candidate => candidate.Cost));
        Assert.Empty(free.LeftOut);
        Assert.Equal("kl-warmup", Name(tight.Tried[0]));
        Assert.All(tight.Tried, candidate => Assert.True(candidate.Cost < 5));
        Assert.Equal(5, tight.Tried.Count);
        Assert.Equal("aggressive-encoder, whose training takes about 20 times as long", tight.LeftOut[0]);
        Assert.Equal(Candidates.Of(plan, diagnosis, _ => _facts, 5).Select(candidate => candidate.Plan), free.Tried.Select(candidate => candidate.Plan));
    }

    private static Candidate Made(int index, double cost) =>
        new([new Prescription(RemedyCatalogue.Find("free-bits")!)], new Plan { Seed = index }, TrialRole.Indicated, index.ToString(System.Globalization.CultureInfo.InvariantCulture)) { Cost = cost };

    private static string Name(Candidate candidate) => string.Join('+', candidate.Prescriptions.Select(one => one.Remedy.Name));
}
