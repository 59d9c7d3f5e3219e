using Uncollapse.Diagnosis;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Tests;
using Uncollapse.Training.Runs;
using Uncollapse.Treatment.Prevention;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Treatment.Tests;

public sealed class SafeTrainingTests
{
    [Fact]
    public void ASafePlanIsLeftAsItIs()
    {
        Plan plan = new Plan() with { Objective = new ObjectivePlan { WarmupEpochs = 5 } };
        (Plan safe, IReadOnlyList<PreventionStep> steps) = SafePlan.Of(plan, _ => new PlanFacts(10_000, 784));
        Assert.Same(plan, safe);
        Assert.Empty(steps);
    }

    [Fact]
    public void EveryChangeIsARemedyWithItsReason()
    {
        Plan plan = new Plan() with
        {
            Objective = new ObjectivePlan { Reduction = Reduction.Mean, WarmupEpochs = 600 },
            Training = new TrainingPlan { EncoderRate = 0.001 },
        };
        (Plan safe, IReadOnlyList<PreventionStep> steps) = SafePlan.Of(plan, _ => new PlanFacts(100, 784));
        Assert.Equal(["fix-scaling", "fix-schedule", "encoder-rate", "early-stopping"], steps.Select(step => step.Remedy));
        Assert.All(steps, step => Assert.True(step is { Epoch: 0, Reason.Length: > 0 }));
        Assert.Equal((Reduction.Sum, 7.5, 1.0, 10), (safe.Objective.Reduction, safe.Objective.WarmupEpochs, safe.Training.EncoderRate, safe.Training.Patience));
        Assert.Contains("784", steps[0].Reason, StringComparison.Ordinal);
    }

    // Bits for free have no collapsed state that the law could be about.
    [Fact]
    public void WhatTheLawIsNotAboutIsNotChangedForIt()
    {
        using var facts = new KnownFacts();
        Plan heavy = Shapes(100), free = heavy with { Objective = heavy.Objective with { FreeBits = 0.5 } };
        Assert.Contains(SafePlan.Of(heavy, facts.Of).Steps, step => step.Remedy == "lower-beta");
        Assert.DoesNotContain(SafePlan.Of(free, facts.Of).Steps, step => step.Remedy == "lower-beta");
    }

    // InfoVAE charges for no example's own KL: there is nothing to foretell, and a remedy that asks is told so.
    [Fact]
    public void WhereNothingIsChargedForThereIsNoPrediction()
    {
        using var facts = new KnownFacts();
        Plan treated = Prescriptions.Apply(Shapes(100), [Prescription.Parse("info-vae"), Prescription.Parse("lower-beta")], facts.Of);
        Assert.Equal(1, treated.Objective.Beta);
        Assert.Null(facts.Of(treated).Prediction);
    }

    [Fact]
    public void AWeightThatTheDataDoNotPayForIsLoweredBeforeTheFirstStep()
    {
        using TrainedRun run = SafeTrainer.Train(Shapes(64), null, null, null).Run;
        Assert.Equal(1, run.Plan.Objective.Beta);
        Assert.Equal(Verdict.Healthy, Diagnose(run).Verdict);
    }

    [Fact]
    public void WhatTheDataCannotForetellIsSeenEarlyAndBegunAnew()
    {
        // Skips carry the pictures round the code: no prediction knows of them.
        Plan plan = Shapes(1);
        plan = plan with { Model = plan.Model with { Skips = new SkipPlan { Kind = SkipKind.Plain } } };
        string folder = Path.Combine(TestFiles.TemporaryFolder(), "run");
        (TrainedRun run, PreventionRecord record) = SafeTrainer.Train(plan, folder);
        using (run)
        {
            PreventionStep step = Assert.Single(record.Steps, one => one.Epoch > 0);
            Assert.InRange(step.Epoch, 1, (int)(0.4 * plan.Training.Epochs));
            Assert.Contains("skip", step.Remedy, StringComparison.Ordinal);
            Assert.Contains(record.Changes, change => change.Key.StartsWith("model.skips", StringComparison.Ordinal));
            Assert.Equal(Verdict.Healthy, Diagnose(run).Verdict);
            Assert.True(File.Exists(Path.Combine(folder, SafeTrainer.RecordName)));
        }
    }

    private static Records.Diagnoses.Diagnosis Diagnose(TrainedRun run) => Diagnoser.Diagnose(
        new ModelSubject { Model = run.Model, Data = run.Data, Source = "test", Plan = run.Plan, Steps = run.Info.Step },
        new DiagnosisOptions { Examples = 300, ImportanceSamples = 0, RefinedExamples = 0, UnitExamples = 0, ProbeExamples = 0, GeometryExamples = 0, MarginExamples = 0, BootstrapReplicates = 100 });

    private static Plan Shapes(double beta)
    {
        var network = new NetworkPlan { Hidden = [64] };
        return new Plan
        {
            Data = new DataPlan { Source = "synthetic:shapes?examples=1500&size=12", Binarise = Binarisation.Threshold },
            Model = new ModelPlan { Latent = 4, Encoder = network, Decoder = network },
            Objective = new ObjectivePlan { Beta = beta },
            Training = new TrainingPlan { Epochs = 30, BatchSize = 32, Optimizer = new OptimizerPlan { LearningRate = 3e-3 } },
        };
    }
}
