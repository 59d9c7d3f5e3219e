using Uncollapse.Data;
using Uncollapse.Diagnosis;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;
using Uncollapse.Treatment.Sweeps;

namespace Uncollapse.Treatment.Tests.Sweeps;

/// <summary>Everything that can be refused is refused before anything is trained, and the refusal names the cell.</summary>
public sealed class SweepPlannerTests
{
    [Theory]
    [InlineData("objective.beta=1,-2", "cell beta--2: objective.beta: expected at least 0")]
    [InlineData("model.likelihood.sigma2=0.1,0.2", "cell sigma2-0.1: model.likelihood.sigma2: expected a key that applies")]
    [InlineData("remedy=none,cut-skip", "cell remedy-cut-skip: remedy cut-skip: expected a plan that can take it, found it has no skips")]
    [InlineData("remedy=kl-warmup+target-rate:rate=3", "cell remedy-kl-warmup-target-rate-rate-3")]
    public void ACellThatCannotBeIsNamed(string axis, string says) => Assert.Contains(says, Assert.Throws<PlanException>(() => Prepare(SweepAxes.Parse(axis))).Message, StringComparison.Ordinal);

    [Fact]
    public void ARemedyMayNotOverruleWhatIsSwept()
    {
        var error = Assert.Throws<PlanException>(() => Prepare(SweepAxes.Parse("objective.beta=4,8"), SweepAxes.Parse("remedy=none,lower-beta")));
        Assert.Contains("cell beta-4_remedy-lower-beta: remedy lower-beta: expected a remedy that leaves objective.beta alone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataThatDoNotSuitACellAreRefusedToo()
    {
        Plan plan = Plan() with { Data = new DataPlan { Source = "synthetic:gaussian?examples=200&eigenvalues=4,1&dimension=4" }, Model = Plan().Model with { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian } } };
        var error = Assert.Throws<DataFormatException>(() => SweepPlanner.Prepare(SweepPlanner.Set(plan, [SweepAxes.Parse("model.likelihood.kind=gaussian,bernoulli")]), new DiagnosisOptions(), _ => { }, default));
        Assert.StartsWith("cell likelihood-bernoulli: ", error.Location, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAggregateOfMoreThanIsMeasuredIsRefused() =>
        Assert.Throws<DataFormatException>(() => SweepPlanner.Prepare(SweepPlanner.Set(Plan(), [SweepAxes.Parse("seed=1,2")]), new DiagnosisOptions { AggregateSize = 100_000 }, _ => { }, default));

    [Fact]
    public void PlansHaveTheirValuesAndThenTheirRemedies()
    {
        IReadOnlyList<PlannedCell> cells = Prepare(SweepAxes.Parse("model.latent=2,4"), SweepAxes.Parse("seed=1,2"), SweepAxes.Parse("remedy=none,free-bits:lambda=0.5"));
        Assert.Equal(8, cells.Count);
        Assert.Equal([(2, 1, 0), (2, 1, 0.5), (2, 2, 0), (2, 2, 0.5), (4, 1, 0), (4, 1, 0.5), (4, 2, 0), (4, 2, 0.5)], cells.Select(cell => (cell.Plan.Model.Latent, cell.Plan.Seed, cell.Plan.Objective.FreeBits)));
    }

    [Fact]
    public void TheCriticalWeightIsInThePlansOwnUnits()
    {
        IReadOnlyList<PlannedCell> cells = Prepare(SweepAxes.Parse("objective.reduction=sum,mean"), SweepAxes.Parse("objective.beta=1,1000"));
        // The mean over 64 outputs makes a weight 64 times heavier: the same data foretell collapse at a 64th of it.
        Assert.Equal(64, cells[0].CriticalBeta!.Value / cells[2].CriticalBeta!.Value, 9);
        Assert.Equal([false, true, cells[2].CriticalBeta < 1, true], cells.Select(cell => cell.CollapseIsForetold));
        Assert.Null(Prepare(SweepAxes.Parse("objective.beta=0,1"))[0].CriticalBeta);
    }

    [Fact]
    public void WhatThePlanHadForAnotherKindGoes()
    {
        Plan plan = Plan() with { Model = Plan().Model with { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Fixed, Sigma2 = 0.3 } } };
        IReadOnlyList<PlannedCell> cells = SweepPlanner.Set(plan, [SweepAxes.Parse("model.likelihood.kind=gaussian,bernoulli")]);
        Assert.Equal(0.3, cells[0].Plan.Model.Likelihood.Sigma2);
        Assert.Empty(PlanValidation.Problems(cells[1].Plan));
    }

    private static IReadOnlyList<PlannedCell> Prepare(params SweepAxis[] axes) => SweepPlanner.Prepare(SweepPlanner.Set(Plan(), axes), new DiagnosisOptions(), _ => { }, default);

    private static Plan Plan() => new() { Data = new DataPlan { Source = "synthetic:shapes?examples=200&size=8", Binarise = Binarisation.Threshold }, Model = new ModelPlan { Latent = 4, Encoder = new NetworkPlan { Hidden = [8] }, Decoder = new NetworkPlan { Hidden = [8] } } };
}
