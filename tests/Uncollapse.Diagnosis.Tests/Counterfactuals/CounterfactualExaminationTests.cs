using Uncollapse.Diagnosis.Counterfactuals;
using Uncollapse.Diagnosis.Tests.Models;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Tests.Counterfactuals;

/// <summary>The whole walk with a trainer that answers from a closed form: a plan of a weight above 1 gives a mute model, any other the linear optimum.</summary>
public sealed class CounterfactualExaminationTests
{
    internal static readonly DiagnosisOptions Quick = new()
    {
        ImportanceSamples = 0, BootstrapReplicates = 100, Samples = 1, UnitExamples = 0, RefinedExamples = 0, ProbeExamples = 0, GeometryExamples = 0, MarginExamples = 0, Examples = 300,
    };

    [Fact]
    public void What_returns_convicts_and_the_numbers_stand_in_the_finding()
    {
        using LinearModel mute = Mute();
        ModelSubject subject = mute.Subject with { Plan = Heavy(mute.Plan) };
        Records.Diagnoses.Diagnosis before = Diagnoser.Diagnose(subject, Quick);
        Assert.Equal(("overweighted-kl", 0.5), (before.Findings[0].Cause, before.Findings[0].Confidence));
        Records.Diagnoses.Diagnosis after = CounterfactualExamination.Examine(before, subject, new ClosedForm(), Quick, new CounterfactualOptions { Seconds = 600 });
        Finding finding = Assert.Single(after.Findings);
        Assert.Equal(TrialRule.Posterior(0.5, TrialRule.HealingRatio), finding.Confidence, 1e-12);
        Assert.DoesNotContain("not made", finding.Statement, StringComparison.Ordinal);
        Assert.Contains("objective.beta 1 instead of 64", finding.Statement, StringComparison.Ordinal);
        Counterfactual evidence = finding.Counterfactual!;
        Assert.Equal((SuspectOutcome.Convicted, 0.5), (evidence.Outcome, evidence.ConfidenceBefore!.Value));
        Assert.Equal(0, evidence.MutualInformationWith!.Value, 1e-9);
        Assert.True(evidence.IntervalWithout![0] > 1 && evidence.IntervalWithout[0] <= evidence.MutualInformationWithout && evidence.MutualInformationWithout <= evidence.IntervalWithout[1]);
        // As long as the run: it is its own control.
        Assert.True(after.Counterfactuals!.IsWholeLength && after.Counterfactuals.Control!.Seconds >= 0);
        Assert.Equal((30, before.Verdict), (after.Counterfactuals.Epochs!.Value, after.Verdict));
        Assert.Contains(after.Counterfactuals.Summary, after.Explanation);
    }

    [Fact]
    public void What_changes_nothing_acquits_and_leaves_the_cause_unknown()
    {
        using LinearModel mute = Mute();
        ModelSubject subject = mute.Subject with { Plan = Heavy(mute.Plan) };
        Records.Diagnoses.Diagnosis before = Diagnoser.Diagnose(subject, Quick);
        Records.Diagnoses.Diagnosis after = CounterfactualExamination.Examine(before, subject, new ClosedForm { AlwaysMute = true }, Quick, new CounterfactualOptions { Seconds = 600 });
        Finding acquitted = after.Findings.Single(finding => finding.Cause == "overweighted-kl");
        Assert.Equal((SuspectOutcome.Acquitted, Severity.Info), (acquitted.Counterfactual!.Outcome, acquitted.Severity));
        Assert.True(acquitted.Confidence < 0.1);
        Assert.Equal(Severity.Error, after.Findings.Single(finding => finding.Cause == "unknown").Severity);
    }

    [Fact]
    public void An_interruption_keeps_what_is_done()
    {
        using LinearModel mute = Mute();
        Plan plan = Heavy(mute.Plan) with { Training = mute.Plan.Training with { EncoderRate = 0.001 } };
        ModelSubject subject = mute.Subject with { Plan = plan };
        Records.Diagnoses.Diagnosis before = Diagnoser.Diagnose(subject, Quick);
        using var source = new CancellationTokenSource();
        // The pilot is the first training, the trial without the weight the second; the third is stopped.
        var trainer = new ClosedForm { Stop = (3, source) };
        Records.Diagnoses.Diagnosis after = CounterfactualExamination.Examine(before, subject, trainer, Quick, new CounterfactualOptions { Seconds = 600 }, cancellation: source.Token);
        Assert.True(after.Counterfactuals!.Interrupted);
        Assert.Equal(["overweighted-kl"], Assert.Single(after.Counterfactuals.Trials).Without);
        Assert.Equal(SuspectOutcome.Convicted, after.Findings.Single(finding => finding.Cause == "overweighted-kl").Counterfactual!.Outcome);
        Assert.EndsWith("They were interrupted.", after.Counterfactuals.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_too_small_for_a_pilot_leaves_the_diagnosis_as_it_was()
    {
        using LinearModel mute = Mute();
        ModelSubject subject = mute.Subject with { Plan = Heavy(mute.Plan) };
        Records.Diagnoses.Diagnosis before = Diagnoser.Diagnose(subject, Quick);
        Records.Diagnoses.Diagnosis after = CounterfactualExamination.Examine(before, subject, new ClosedForm(), Quick, new CounterfactualOptions { Seconds = 1e-6 });
        Assert.Equal(before.Findings, after.Findings);
        Assert.Null(after.Counterfactuals!.Control);
        Assert.Contains("budget", after.Counterfactuals.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_tried_of_a_healthy_model_or_without_a_plan()
    {
        using var linear = new LinearModel(2, 2000);
        Records.Diagnoses.Diagnosis healthy = Diagnoser.Diagnose(linear.Subject, Quick);
        var trainer = new ClosedForm();
        Records.Diagnoses.Diagnosis after = CounterfactualExamination.Examine(healthy, linear.Subject, trainer, Quick, new CounterfactualOptions());
        Assert.Equal(healthy.Findings, after.Findings);
        Assert.StartsWith("Nothing was tried: the model is healthy", after.Counterfactuals!.Summary, StringComparison.Ordinal);
        after = CounterfactualExamination.Examine(healthy, linear.Subject with { Plan = null }, trainer, Quick, new CounterfactualOptions());
        Assert.Contains("no plan", after.Counterfactuals!.Summary, StringComparison.Ordinal);
        Assert.Equal(0, trainer.Trained);
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterfactualExamination.Examine(healthy, linear.Subject, trainer, Quick, new CounterfactualOptions { Seconds = 0 }));
    }

    private static Plan Heavy(Plan plan) => plan with { Objective = plan.Objective with { Beta = 64 } };

    private static LinearModel Mute()
    {
        var model = new LinearModel(2, 2000);
        Silence(model);
        return model;
    }

    private static void Silence(LinearModel model)
    {
        model.EncoderWeight.Data.Clear();
        for (int unit = 0; unit < 2; unit++) model.LogVarianceBias(unit) = 0;
    }

    private sealed class ClosedForm : ICounterfactualTrainer
    {
        public bool AlwaysMute { get; init; }

        public (int Trainings, CancellationTokenSource Source)? Stop { get; init; }

        public int Trained { get; private set; }

        public CounterfactualModel Train(Plan plan, bool best, IProgress<double> progress, CancellationToken cancellation)
        {
            Assert.False(best);
            progress.Report(0.5);
            if (++Trained == Stop?.Trainings) Stop.Value.Source.Cancel();
            var model = new LinearModel(2, 2000);
            if (AlwaysMute || plan.Objective.Beta > 1) Silence(model);
            return new CounterfactualModel(model.Subject with { Plan = plan }, !cancellation.IsCancellationRequested, null, model);
        }
    }
}
