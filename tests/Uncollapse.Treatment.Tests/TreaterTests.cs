using System.Text.Json.Nodes;
using Uncollapse.Data;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Tests;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Treatment.Trials;
using Uncollapse.Zoo;
using Uncollapse.Zoo.Pairs;

namespace Uncollapse.Treatment.Tests;

/// <summary>The whole loop on small plans: a model that is cured, one that is left alone, one that cannot be cured, and one that is interrupted.</summary>
public sealed class TreaterTests
{
    private static readonly TreatmentOptions _options = new()
    {
        Lanes = 1,
        Diagnosis = new() { Examples = 300, ImportanceSamples = 20, RefinedExamples = 32, UnitExamples = 0, ProbeExamples = 0, GeometryExamples = 0, MarginExamples = 300, BootstrapReplicates = 100 },
    };

    [Fact]
    public void AnOverweightedModelIsCuredAndTheResultIsARunLikeAnyOther()
    {
        string folder = TestFiles.TemporaryFolder();
        RunFolder run = Train(Plan(60), Path.Combine(folder, "ill"));
        string treated = Path.Combine(folder, "treated");
        TreatmentRecord record = Treater.Treat(run, treated, _options);
        Assert.True(record.Accepted, record.Statement);
        Assert.Equal(Verdict.Collapsed, record.Before.Verdict);
        Assert.Equal(Verdict.Healthy, record.After!.Verdict);
        Assert.StartsWith("lower-beta", record.Remedy, StringComparison.Ordinal);
        Assert.Contains(record.Changes, change => change is { Key: "objective.beta", Before: "60", After: "1" });
        Assert.All(record.Checks, check => Assert.True(check.Holds));
        Assert.Equal(2, record.Trials.Count(trial => trial.Role == TrialRole.Control));
        Assert.All(record.Trials, trial => Assert.True(trial.Ended && trial.Outcome.Length > 0));
        // The accepted run is the folder's own, trained to its end under the changed plan, and the record on disk is the one that was returned.
        var result = RunFolder.Open(treated);
        Assert.Equal((1.0, run.Plan.Training.Epochs), (result.Plan.Objective.Beta, result.ReadInfo().Epoch));
        using (result.LoadModel()) Assert.Equal(record.Statement, new TreatmentFolder(treated).Read().Statement);
    }

    [Fact]
    public void AHealthyModelIsLeftAlone()
    {
        string folder = TestFiles.TemporaryFolder();
        TreatmentRecord record = Treater.Treat(Train(Plan(1), Path.Combine(folder, "well")), Path.Combine(folder, "treated"), _options);
        Assert.False(record.Accepted);
        Assert.Empty(record.Trials);
        Assert.Contains("nothing to treat", record.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeCuredIsSaidPlainly()
    {
        string folder = TestFiles.TemporaryFolder();
        // Noise alone: no code pays for itself, whatever is tried.
        Plan plan = Plan(1) with { Data = new DataPlan { Source = "synthetic:gaussian?examples=600&eigenvalues=1,1,1,1&dimension=4" }, Model = Plan(1).Model with { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian } } };
        TreatmentRecord record = Treater.Treat(Train(plan, Path.Combine(folder, "ill")), Path.Combine(folder, "treated"), _options with { Trials = 3 });
        Assert.False(record.Accepted);
        Assert.Equal(TreatmentStatus.Done, record.Status);
        Assert.Contains("Nothing was accepted", record.Statement, StringComparison.Ordinal);
        Assert.Contains(record.Checks, check => !check.Holds);
    }

    [Fact]
    public void AnInterruptedTreatmentGoesOnToTheSameEnd()
    {
        string folder = TestFiles.TemporaryFolder();
        RunFolder run = Train(Plan(60), Path.Combine(folder, "ill"));
        // Six are three after the first round and two after the second: cut off in the second, the first must not be judged again.
        TreatmentOptions options = _options with { Trials = 6 };
        TreatmentRecord whole = Treater.Treat(run, Path.Combine(folder, "whole"), options);
        using var stop = new CancellationTokenSource();
        string broken = Path.Combine(folder, "broken");
        Assert.ThrowsAny<OperationCanceledException>(() => Treater.Treat(run, broken, options, new StopAt(0.35, stop), stop.Token));
        Assert.Equal(TreatmentStatus.Running, new TreatmentFolder(broken).Read().Status);
        TreatmentRecord resumed = Treater.Treat(run, broken, options with { Resume = true });
        Assert.Equal(whole.Remedy, resumed.Remedy);
        Assert.Equal(whole.After!.MutualInformation.Estimate, resumed.After!.MutualInformation.Estimate);
        Assert.Equal(whole.Trials.Select(Seen), resumed.Trials.Select(Seen));
        // The estimate sums in double what lies near 0: its last digits are noise, and no training's.
        static object Seen(TreatmentTrial trial) => (trial.Name, trial.Outcome, trial.Readings[^1] with { MutualInformation = Math.Round(trial.Readings[^1].MutualInformation, 12) });
    }

    // The weight silences the code before a slow encoder can show: that comes to light when the weight is mended, and both are treated then.
    [Fact]
    public void WhatComesToLightIsTreatedInASecondCourse()
    {
        string folder = TestFiles.TemporaryFolder();
        Plant pair = PairCatalogue.All.Single(plant => plant.Name == "overweighted-kl+lagging-encoder");
        RunFolder run = Train(pair.Sow(pair.Twin(ZooSize.Small), ZooSize.Small, 1), Path.Combine(folder, "ill"));
        TreatmentOptions options = _options with { Checkpoint = CheckpointKind.Last };
        TreatmentRecord whole = Treater.Treat(run, Path.Combine(folder, "whole"), options);
        Assert.True(whole.Accepted, whole.Statement);
        Assert.DoesNotContain(whole.Before.Findings, finding => finding.Cause == "lagging-encoder");
        TreatmentTrial[] first = [.. whole.Trials.Where(trial => trial.Course == 1)], second = [.. whole.Trials.Where(trial => trial.Course == 2)];
        Assert.Equal(whole.Trials, [.. first, .. second]);
        Assert.InRange(second.Length, 1, options.Trials - 2);
        Assert.Equal(["lagging-encoder"], whole.CameToLight.Select(finding => finding.Cause));
        Assert.Contains("in two courses: in the first lagging-encoder came to light", whole.Statement, StringComparison.Ordinal);
        Assert.DoesNotContain(second, trial => trial.Role == TrialRole.Control);
        Assert.Equal("accepted", Assert.Single(second, trial => trial.Remedies.SequenceEqual(whole.Remedy!.Split(" + "))).Outcome);
        Assert.Contains("encoder-rate", whole.Remedy, StringComparison.Ordinal);
        Assert.Contains(first, trial => trial.Outcome.StartsWith("not accepted", StringComparison.Ordinal));
        // Cut off in either course, it goes on to the same end.
        string broken = Path.Combine(folder, "broken");
        using var early = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Treater.Treat(run, broken, options, new StopAt(0.2, early, "training"), early.Token));
        Assert.All(new TreatmentFolder(broken).Read().Trials, trial => Assert.Equal(1, trial.Course));
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Treater.Treat(run, broken, options with { Resume = true }, new StopAt(0.2, stop, "second course"), stop.Token));
        Assert.Contains(new TreatmentFolder(broken).Read().Trials, trial => trial.Course == 2);
        TreatmentRecord resumed = Treater.Treat(run, broken, options with { Resume = true });
        Assert.Equal(whole.Trials.Select(trial => (trial.Name, trial.Course, trial.Outcome)), resumed.Trials.Select(trial => (trial.Name, trial.Course, trial.Outcome)));
        Assert.Equal(whole.Statement, resumed.Statement);
    }

    // A record that was written before there were courses: it is read as one course, finished or not.
    [Theory]
    [InlineData(TreatmentStatus.Done)]
    [InlineData(TreatmentStatus.Running)]
    public void ARecordOfAnEarlierVersionGoesOn(TreatmentStatus status)
    {
        string folder = TestFiles.TemporaryFolder(), treated = Path.Combine(folder, "treated");
        RunFolder run = Train(Plan(60), Path.Combine(folder, "ill"));
        TreatmentOptions options = _options with { Trials = 3 };
        if (status == TreatmentStatus.Done)
        {
            Treater.Treat(run, treated, options);
        }
        else
        {
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => Treater.Treat(run, treated, options, new StopAt(0.1, stop), stop.Token));
        }

        string file = new TreatmentFolder(treated).RecordFile;
        JsonObject json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        Assert.True(json.Remove("came_to_light") && json.Remove("left_out") && json["trials"]!.AsArray().All(trial => trial!.AsObject().Remove("course")));
        File.WriteAllText(file, json.ToJsonString());
        TreatmentRecord record = Treater.Treat(run, treated, options with { Resume = true });
        Assert.True(record.Accepted, record.Statement);
        Assert.All(record.Trials, trial => Assert.Equal(1, trial.Course));
        Assert.Empty(record.CameToLight);
        Assert.Empty(record.LeftOut);
        Assert.Equal(record.Trials.Select(trial => trial.Course), new TreatmentFolder(treated).Read().Trials.Select(trial => trial.Course));
    }

    // Another run's treatment, or one with another goal, is not what is asked for, finished or not.
    [Fact]
    public void AFinishedTreatmentIsNotPassedOffAsAnother()
    {
        string folder = TestFiles.TemporaryFolder(), treated = Path.Combine(folder, "treated");
        RunFolder well = Train(Plan(1), Path.Combine(folder, "well")), other = Train(Plan(2), Path.Combine(folder, "other"));
        Treater.Treat(well, treated, _options);
        Assert.Equal(TreatmentStatus.Done, Treater.Treat(well, treated, _options with { Resume = true }).Status);
        Assert.Contains("a treatment of", Assert.Throws<DataFormatException>(() => Treater.Treat(other, treated, _options with { Resume = true })).Message, StringComparison.Ordinal);
        Assert.Contains("the goal", Assert.Throws<DataFormatException>(() => Treater.Treat(well, treated, _options with { Resume = true, Goal = new TreatmentGoal(GoalKind.Active, 2) })).Message, StringComparison.Ordinal);
    }

    // No estimate of 300 examples exceeds log 300 = 5.7 nats.
    [Fact]
    public void MoreInformationThanCanBeMeasuredIsNotPromised()
    {
        string folder = TestFiles.TemporaryFolder();
        RunFolder run = Train(Plan(60), Path.Combine(folder, "ill"));
        var error = Assert.Throws<DataFormatException>(() => Treater.Treat(run, Path.Combine(folder, "treated"), _options with { Goal = new TreatmentGoal(GoalKind.Information, 99) }));
        Assert.Contains("nats, the log of the", error.Message, StringComparison.Ordinal);
    }

    // The diagnosis took it all: what had no epoch is no result.
    [Fact]
    public void ABudgetThatEndsBeforeTheFirstEpochSaysSo()
    {
        string folder = TestFiles.TemporaryFolder();
        RunFolder run = Train(Plan(60), Path.Combine(folder, "ill"));
        TreatmentRecord record = Treater.Treat(run, Path.Combine(folder, "treated"), _options with { Trials = 2, Budget = TimeSpan.FromMilliseconds(1) });
        Assert.False(record.Accepted);
        Assert.Null(record.After);
        Assert.Contains("ended before a trial had an epoch", record.Statement, StringComparison.Ordinal);
        Assert.All(record.Trials, trial => Assert.Equal("not reached within the budget", trial.Outcome));
    }

    // What there was no time for is said: it would read as if nothing could be done.
    [Fact]
    public void ASecondCourseThatTheBudgetDoesNotPayForIsNamed()
    {
        string folder = TestFiles.TemporaryFolder();
        Plant pair = PairCatalogue.All.Single(plant => plant.Name == "overweighted-kl+lagging-encoder");
        RunFolder run = Train(pair.Sow(pair.Twin(ZooSize.Small), ZooSize.Small, 1), Path.Combine(folder, "ill"));
        // By a clock that stands still but for the steps of the test, the time is up when the first course is done.
        var clock = new StandingClock();
        TreatmentOptions options = _options with { Checkpoint = CheckpointKind.Last, Trials = 3, Budget = TimeSpan.FromHours(1), Time = clock };
        TreatmentRecord record = Treater.Treat(run, Path.Combine(folder, "treated"), options, new Late(clock));
        Assert.False(record.Accepted);
        Assert.All(record.Trials, trial => Assert.Equal(1, trial.Course));
        Assert.Contains("a second course for lagging-encoder, which came to light in the first", record.LeftOut);
    }

    private static RunFolder Train(Plan plan, string folder)
    {
        using TrainedRun run = Trainer.Train(plan, folder);
        return run.Folder!;
    }

    private static Plan Plan(double beta)
    {
        var network = new NetworkPlan { Hidden = [32] };
        return new Plan
        {
            Data = new DataPlan { Source = "synthetic:shapes?examples=1000&size=8", Binarise = Binarisation.Threshold },
            Model = new ModelPlan { Latent = 4, Encoder = network, Decoder = network },
            Objective = new ObjectivePlan { Beta = beta },
            Training = new TrainingPlan { Epochs = 16, BatchSize = 32, Optimizer = new OptimizerPlan { LearningRate = 3e-3 } },
        };
    }

    /// <summary>Stops when so much is done.</summary>
    private sealed class StopAt(double fraction, CancellationTokenSource stop, string doing = "") : IProgress<TreatmentProgress>
    {
        public void Report(TreatmentProgress value)
        {
            if (value.Fraction >= fraction && value.Doing.Contains(doing, StringComparison.Ordinal)) stop.Cancel();
        }
    }

    /// <summary>Lets the hour pass when the best are diagnosed.</summary>
    private sealed class Late(StandingClock clock) : IProgress<TreatmentProgress>
    {
        public void Report(TreatmentProgress value)
        {
            if (value.Doing == "diagnosing the best") clock.Hours = 2;
        }
    }

    private sealed class StandingClock : TimeProvider
    {
        internal int Hours { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => 3600L * Hours;
    }
}
