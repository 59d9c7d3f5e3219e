using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Treatments;
using Uncollapse.Treatment.Trials;

namespace Uncollapse.Treatment.Tests;

/// <summary>Each rule of acceptance on made-up diagnoses: it can fail alone.</summary>
public sealed class AcceptanceTests
{
    private static readonly Difference _better = new(100, -5, 0.1, 1000);

    [Fact]
    public void ACureHoldsInEverything()
    {
        IReadOnlyList<TreatmentCheck> checks = Acceptance.Checks(MadeUp.Collapsed, MadeUp.Cured, _better, null);
        Assert.Equal(["verdict", "mutual_information", "interventions.shuffle_code", "nll", "findings"], checks.Select(check => check.Measure));
        Assert.All(checks, check => Assert.True(check is { Holds: true, IsCompared: true }, check.Measure));
        Assert.Equal((100.0, 95.0), (checks[3].Before!.Value, checks[3].After!.Value));
        Assert.Contains("it is -5 +- 0.1 on the same 1000 examples", checks[3].Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verdict")]
    [InlineData("mutual_information")]
    [InlineData("interventions.shuffle_code")]
    [InlineData("nll")]
    [InlineData("findings")]
    public void EveryCheckCanFailAlone(string measure)
    {
        Records.Diagnoses.Diagnosis after = measure switch
        {
            "verdict" => MadeUp.Cured with { Verdict = Verdict.Partial },
            // Estimates above those before, by intervals that touch them: 0.015 is not above 0.02, nor 0.05 above 0.1.
            "mutual_information" => MadeUp.Cured with { MutualInformation = MadeUp.Cured.MutualInformation with { Estimate = 0.05, Ci95 = [0.015, 0.08] } },
            "interventions.shuffle_code" => MadeUp.Cured with { Interventions = new Interventions { ShuffleCode = new Intervention { LossNats = 0.3, Ci95 = [0.05, 0.5] } } },
            "findings" => MadeUp.Cured with { Findings = [MadeUp.Ailing("variance-spiral", Severity.Warning)] },
            _ => MadeUp.Cured,
        };
        Difference loss = measure == "nll" ? _better with { Mean = 0.21 } : _better;
        TreatmentCheck failed = Assert.Single(Acceptance.Checks(MadeUp.Collapsed, after, loss, null), check => !check.Holds);
        Assert.Equal(measure, failed.Measure);
    }

    [Fact]
    public void IntervalsThatTouchAreNotApart()
    {
        Records.Diagnoses.Diagnosis after = MadeUp.Cured with { MutualInformation = MadeUp.Cured.MutualInformation with { Ci95 = [MadeUp.Collapsed.MutualInformation.Ci95[1], 5] } };
        Assert.Contains(Acceptance.Checks(MadeUp.Collapsed, after, _better, null), check => check is { Measure: "mutual_information", Holds: false });
    }

    [Fact]
    public void WhatIsNotMeasuredDoesNotRise()
    {
        Records.Diagnoses.Diagnosis after = MadeUp.Cured with { Interventions = null };
        Assert.Contains(Acceptance.Checks(MadeUp.Collapsed, after, _better, null), check => check is { Measure: "interventions.shuffle_code", Holds: false, After: null });
    }

    [Theory]
    [InlineData(0.2, null, true)]
    [InlineData(0.21, null, false)]
    [InlineData(0.21, 0.5, true)]
    [InlineData(0.51, 0.5, false)]
    // What is allowed is no more than that, whatever the error.
    [InlineData(0.2, 0.01, false)]
    public void TheLikelihoodMayFallByItsErrorOrByWhatIsAllowed(double loss, double? allowed, bool holds) =>
        Assert.Equal(holds, Acceptance.Checks(MadeUp.Collapsed, MadeUp.Cured, _better with { Mean = loss }, null, maxLoss: allowed).Single(check => check.Measure == "nll").Holds);

    [Fact]
    public void LikelihoodsThatCannotBeComparedAreSaidSoAndDoNotCount()
    {
        TreatmentCheck check = Acceptance.Checks(MadeUp.Collapsed, MadeUp.Cured, null, "they describe different data").Single(check => check.Measure == "nll");
        Assert.Equal(("not compared: they describe different data", true, false), (check.Expected, check.Holds, check.IsCompared));
    }

    [Fact]
    public void RemarksAreNoFindingsAndOldOnesMustGo()
    {
        Records.Diagnoses.Diagnosis after = MadeUp.Cured with { Findings = [MadeUp.Ailing("surplus-units", Severity.Info), MadeUp.Ailing("overweighted-kl", Severity.Warning)] };
        TreatmentCheck check = Acceptance.Checks(MadeUp.Collapsed, after, _better, null).Single(check => check.Measure == "findings");
        Assert.Equal((1.0, 1.0, false), (check.Before!.Value, check.After!.Value, check.Holds));
        Assert.True(Acceptance.Checks(MadeUp.Collapsed, MadeUp.Cured with { Findings = [MadeUp.Ailing("surplus-units", Severity.Info)] }, _better, null).Single(one => one.Measure == "findings").Holds);
        Assert.Contains("there: data-limited", Acceptance.Checks(MadeUp.Collapsed, MadeUp.Cured with { Findings = [MadeUp.Ailing("data-limited")] }, _better, null).Single(one => one.Measure == "findings").Expected, StringComparison.Ordinal);
    }

    /// <summary>A model whose weight never arrived tells more than it may: what is asked of its cure is the bound.</summary>
    [Theory]
    [InlineData(-90, true)]
    [InlineData(-101, false)]
    public void AHealthyVerdictBeforeAsksForABetterBoundInstead(double elbo, bool holds)
    {
        Records.Diagnoses.Diagnosis before = MadeUp.Cured with { Elbo = -100, Findings = [MadeUp.Ailing("unfinished-schedule")] };
        IReadOnlyList<TreatmentCheck> checks = Acceptance.Checks(before, MadeUp.Cured with { Elbo = elbo, MutualInformation = MadeUp.Collapsed.MutualInformation }, _better, null);
        Assert.DoesNotContain(checks, check => check.Measure == "mutual_information");
        Assert.Equal(holds, checks.Single(check => check.Measure == "elbo").Holds);
    }

    [Theory]
    [InlineData(GoalKind.Rate, 5.4, "rate", true)]
    [InlineData(GoalKind.Rate, 6, "rate", false)]
    [InlineData(GoalKind.Active, 4, "active_units", true)]
    [InlineData(GoalKind.Active, 5, "active_units", false)]
    [InlineData(GoalKind.Information, 4, "mutual_information", true)]
    [InlineData(GoalKind.Information, 4.1, "mutual_information", false)]
    public void AGoalMustBeMet(GoalKind kind, double value, string measure, bool holds)
    {
        // The cured one has a rate of 5 nats, 4 active units and 4 nats of information.
        TreatmentCheck goal = Acceptance.Checks(MadeUp.Collapsed, MadeUp.Cured, _better, null, new TreatmentGoal(kind, value))[^1];
        Assert.Equal((measure, holds), (goal.Measure, goal.Holds));
        Assert.Contains("as asked for", goal.Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void IllIsAVerdictOrAFindingOfWeight()
    {
        Assert.True(Acceptance.IsIll(MadeUp.Collapsed));
        Assert.False(Acceptance.IsIll(MadeUp.Cured));
        Assert.True(Acceptance.IsIll(MadeUp.Cured with { Verdict = Verdict.Partial }));
        Assert.True(Acceptance.IsIll(MadeUp.Cured with { Findings = [MadeUp.Ailing("unfinished-schedule", Severity.Warning)] }));
        Assert.False(Acceptance.IsIll(MadeUp.Cured with { Findings = [MadeUp.Ailing("surplus-units", Severity.Info)] }));
    }
}
