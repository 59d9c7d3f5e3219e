using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Counterfactuals;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Zoo;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Zoo.Pairs;
using Uncollapse.Zoo.Trials;

namespace Uncollapse.Zoo.Tests;

/// <summary>Counterfactual trials end to end: real plants, trained anew.</summary>
public sealed class TrialTests
{
    private const double Enough = 3600;

    /// <summary>The condition is the plan's only suspect: the data alone foretell that its noise lets a code in.</summary>
    [Fact]
    public void The_planted_cause_is_convicted()
    {
        ZooCase one = Assert.Single(ZooRunner.Run(new ZooOptions { Only = ["condition-shortcut"], CounterfactualSeconds = Enough }).Record.Cases);
        Records.Diagnoses.Diagnosis tried = one.Tried!;
        Assert.Null(one.Collapsed.Counterfactuals);
        Assert.True(tried.Counterfactuals!.IsWholeLength);
        Finding first = tried.Findings[0];
        Assert.Equal(("condition-shortcut", SuspectOutcome.Convicted), (first.Cause, first.Counterfactual!.Outcome));
        Assert.True(first.Confidence > one.Collapsed.Findings[0].Confidence);
        // Without the condition the plan is the twin's, and so are its numbers: equal seeds, equal draws.
        Trial without = tried.Counterfactuals.Trials.Single(trial => trial.Without is ["condition-shortcut"]);
        Assert.Equal(one.Healthy.Rate, without.Rate!.Value, 1e-9);
    }

    /// <summary>Raw values far below the noise keep the code out; an encoder that learns a little slower than its decoder has nothing to do with it.</summary>
    [Fact]
    public void A_bystander_is_acquitted()
    {
        Plant noisy = PlantCatalogue.Find("unscaled-data")!;
        Plan plan = noisy.Sow(noisy.Twin(ZooSize.Small), ZooSize.Small, 1);
        plan = plan with { Training = plan.Training with { EncoderRate = 0.8 } };
        using TrainedRun run = Trainer.Train(plan);
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = "bystander", Checkpoint = "last", Plan = run.Plan, Steps = run.Info.Step };
        var options = new DiagnosisOptions { ImportanceSamples = 0, UnitExamples = 0, RefinedExamples = 0, ProbeExamples = 0, GeometryExamples = 0, BootstrapReplicates = 200 };
        Records.Diagnoses.Diagnosis tried = CounterfactualExamination.Examine(Diagnoser.Diagnose(subject, options), subject, new PlanTrainer(), options, new CounterfactualOptions { Seconds = Enough });
        Assert.Equal(("unscaled-data", SuspectOutcome.Convicted), (tried.Findings[0].Cause, tried.Findings[0].Counterfactual!.Outcome));
        Assert.Equal(["unscaled-data", "lagging-encoder", "unscaled-data+lagging-encoder"], tried.Counterfactuals!.Trials.Select(trial => string.Join('+', trial.Without)));
        Assert.Equal(TrialOutcome.Stayed, tried.Counterfactuals.Trials[1].Outcome);
        Assert.Contains("acquitted: lagging-encoder", tried.Counterfactuals.Summary, StringComparison.Ordinal);
        // Nobody accused it before, so nothing is said of it in findings.
        Assert.DoesNotContain(tried.Findings, finding => finding.Cause == "lagging-encoder");
    }

    [Fact]
    public void Of_a_pair_both_are_convicted_though_neither_alone_brings_it_back()
    {
        ZooCase one = Assert.Single(ZooRunner.Run(new ZooOptions { Only = ["overweighted-kl+skip-shortcut"], Pairs = true, CounterfactualSeconds = Enough }).Record.Cases);
        Assert.True(one.Real);
        Assert.Equal(["overweighted-kl", "skip-shortcut"], one.Planted);
        Records.Diagnoses.Counterfactuals made = one.Tried!.Counterfactuals!;
        Assert.Equal([TrialOutcome.Stayed, TrialOutcome.Stayed, TrialOutcome.Returned], made.Trials.Select(trial => trial.Outcome));
        Assert.Equal(["overweighted-kl", "skip-shortcut"], one.Tried.Findings.Where(finding => finding.Counterfactual?.Outcome == SuspectOutcome.ConvictedJointly).Select(finding => finding.Cause).Order());
        Assert.All(one.Tried.Findings, finding => Assert.True(finding.Confidence > 0.5));
    }

    [Fact]
    public void Pairs_hold_both_causes_and_can_be_carried_out()
    {
        Assert.Equal(PairCatalogue.All.Count, PairCatalogue.All.Select(pair => pair.Name).Distinct().Count());
        foreach (Plant pair in PairCatalogue.All)
        {
            Assert.Equal(2, pair.Causes.Distinct().Count());
            foreach (ZooSize size in Enum.GetValues<ZooSize>())
            {
                Assert.Empty(PlanValidation.Problems(pair.Twin(size)));
                Assert.Empty(PlanValidation.Problems(pair.Sow(pair.Twin(size), size, 1.4)));
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ZooRunner.Run(new ZooOptions { Only = ["overweighted-kl+skip-shortcut"] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ZooRunner.Run(new ZooOptions { CounterfactualSeconds = 0 }));
    }
}
