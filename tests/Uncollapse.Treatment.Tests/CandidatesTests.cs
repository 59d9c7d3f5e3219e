using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Treatment.Remedies;
using Uncollapse.Treatment.Trials;

namespace Uncollapse.Treatment.Tests;

/// <summary>What is tried, from a plan and made-up findings alone.</summary>
public sealed class CandidatesTests
{
    private static readonly PlanFacts _facts = new(1000, 64);
    private static readonly Plan _heavy = new() { Objective = new ObjectivePlan { Beta = 64 } };

    [Fact]
    public void OneCauseHasItsBestTwoThemTogetherAndTwoControls()
    {
        IReadOnlyList<Candidate> candidates = Of(_heavy, 5, MadeUp.Ailing("overweighted-kl", prescriptions: ["lower-beta", "kl-warmup"]));
        Assert.Equal(["lower-beta", "kl-warmup", "lower-beta+kl-warmup", "", "fewer-latents"], candidates.Select(Name));
        Assert.Equal([TrialRole.Indicated, TrialRole.Indicated, TrialRole.Indicated, TrialRole.Control, TrialRole.Control], candidates.Select(candidate => candidate.Role));
        Assert.All(candidates.Take(3), candidate => Assert.Equal("overweighted-kl", candidate.Reason));
        Assert.Equal(_heavy with { Seed = _heavy.Seed + 1 }, candidates[3].Plan);
        Assert.Equal((1.0, 7.5), (candidates[2].Plan.Objective.Beta, candidates[2].Plan.Objective.WarmupEpochs));
        Assert.Contains("surplus units, which it does not have", candidates[4].Reason, StringComparison.Ordinal);
    }

    // One cause that is left keeps the code mute: all first, then with another remedy of one of them, and each alone at the end.
    [Fact]
    public void SeveralCausesAreTreatedTogetherTheGravestAndSurestFirst()
    {
        Plan plan = _heavy with { Model = new ModelPlan { Skips = new SkipPlan { Kind = SkipKind.Plain } } };
        IReadOnlyList<Candidate> candidates = Of(
            plan, 12, MadeUp.Ailing("surplus-units", Severity.Info, 1), MadeUp.Ailing("lagging-encoder", Severity.Warning, 0.99, "kl-warmup"),
            MadeUp.Ailing("overweighted-kl", Severity.Error, 0.5, "lower-beta"), MadeUp.Ailing("skip-shortcut", Severity.Error, 0.6, "gated-skip", "drop-skip"));
        Assert.Equal(["gated-skip+lower-beta+kl-warmup", "drop-skip+lower-beta+kl-warmup"], candidates.Take(2).Select(Name));
        Assert.Equal("skip-shortcut and overweighted-kl and lagging-encoder", candidates[0].Reason);
        string[] names = [.. candidates.Select(Name)];
        Assert.Contains("cut-skip+lower-beta+kl-warmup", names);
        int alone = Array.IndexOf(names, "gated-skip");
        Assert.Equal(["gated-skip", "lower-beta", "kl-warmup"], names[alone..(alone + 3)]);
        Assert.All(names[..alone], name => Assert.Equal(3, name.Split('+').Length));
        Assert.DoesNotContain(candidates, candidate => candidate.Role == TrialRole.Indicated && candidate.Reason.Contains("surplus-units", StringComparison.Ordinal));
    }

    // A skip can hide that the KL weighs too much: what only cuts the skip is foretold to collapse, and is not tried as it is.
    [Fact]
    public void WhatTheDataForetellToCollapseIsGivenWhatTheLawAsksFor()
    {
        Plan plan = _heavy with { Model = new ModelPlan { Skips = new SkipPlan { Kind = SkipKind.Plain } } };
        PlanFacts Facts(Plan asked) => new(1000, 64, () => Foretold(asked.Objective.Beta, 10));
        Candidate[] candidates = [.. Candidates.Of(plan, MadeUp.Collapsed with { Findings = [MadeUp.Ailing("skip-shortcut", prescriptions: ["cut-skip", "drop-skip"])] }, Facts, 30).Where(candidate => candidate.Role != TrialRole.Control)];
        Assert.Equal(["cut-skip+lower-beta", "drop-skip+lower-beta"], candidates.Take(2).Select(Name));
        Assert.Equal("skip-shortcut, and the law", candidates[0].Reason);
        Assert.All(candidates, candidate => Assert.True(candidate.Plan.Objective.Beta < 10 || !Predictor.CanForetell(candidate.Plan), Name(candidate)));
        // Below the critical weight nothing is added, and nothing where the law says nothing.
        Plan light = plan with { Objective = new ObjectivePlan { Beta = 9 } };
        Assert.Equal("cut-skip", Name(Candidates.Of(light, MadeUp.Collapsed with { Findings = [MadeUp.Ailing("skip-shortcut", prescriptions: ["cut-skip"])] }, Facts, 30)[0]));
        Plan free = plan with { Objective = new ObjectivePlan { Beta = 64, FreeBits = 1 } };
        Assert.Equal("cut-skip", Name(Candidates.Of(free, MadeUp.Collapsed with { Findings = [MadeUp.Ailing("skip-shortcut", prescriptions: ["cut-skip"])] }, Facts, 30)[0]));
    }

    [Fact]
    public void WhatConflictsIsTriedAloneOnly()
    {
        // A quarter of 100 epochs against ten: one key, two values.
        Plan plan = new() { Objective = new ObjectivePlan { WarmupEpochs = 400 }, Training = new TrainingPlan { Epochs = 100 } };
        string[] names = [.. Of(plan, 30, MadeUp.Ailing("unfinished-schedule", prescriptions: ["fix-schedule"]), MadeUp.Ailing("lagging-encoder", confidence: 0.5, prescriptions: ["kl-warmup"])).Select(Name)];
        Assert.Equal(["fix-schedule", "kl-warmup"], names.Where(name => !name.Contains('+', StringComparison.Ordinal)).Take(2));
        Assert.DoesNotContain(names, name => name.Contains("fix-schedule+kl-warmup", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatThePlanCannotTakeOrNobodyKnowsIsLeftOut()
    {
        string[] names = [.. Of(_heavy, 30, MadeUp.Ailing("overweighted-kl", prescriptions: ["drop-skip", "geco", "snake-oil", "lower-beta"])).Select(Name)];
        Assert.Equal("lower-beta", names[0]);
        Assert.All(new[] { "drop-skip", "geco", "snake-oil" }, name => Assert.DoesNotContain(names, one => one.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void WithoutAFindingTheCauseIsUnknown()
    {
        IReadOnlyList<Candidate> candidates = Of(new Plan(), 8);
        Candidate[] indicated = [.. candidates.Where(candidate => candidate.Role == TrialRole.Indicated)];
        Assert.NotEmpty(indicated);
        Assert.All(indicated, candidate => Assert.Equal("unknown", candidate.Reason));
        Assert.All(indicated, candidate => Assert.All(candidate.Prescriptions, one => Assert.Contains("unknown", one.Remedy.Causes)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(64)]
    public void ThereAreNeverMoreThanAskedForNoneTwiceAndAlwaysAControl(int most)
    {
        IReadOnlyList<Candidate> candidates = Of(_heavy, most, MadeUp.Ailing("overweighted-kl", prescriptions: ["lower-beta"]));
        Assert.InRange(candidates.Count, 2, most);
        Assert.Equal(candidates.Count, candidates.Select(candidate => candidate.Plan).Distinct().Count());
        Assert.DoesNotContain(candidates, candidate => candidate.Plan == _heavy);
        Assert.Equal("lower-beta", Name(candidates[0]));
        Assert.Equal(Math.Min(2, most - 1), candidates.Count(candidate => candidate.Role == TrialRole.Control));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(_heavy, 1));
    }

    [Theory]
    [InlineData(GoalKind.Rate, 12, "target-rate:ki=0.0042,rate=12", "free-bits:lambda=0.75")]
    [InlineData(GoalKind.Active, 8, "free-bits:lambda=0.5", "delta-code")]
    [InlineData(GoalKind.Information, 4, "free-bits:lambda=0.3125", "mi-term")]
    public void WhatSteersTowardsAGoalComesFirst(GoalKind kind, double value, string first, string also)
    {
        var goal = new TreatmentGoal(kind, value);
        var diagnosis = MadeUp.Collapsed with { Findings = [MadeUp.Ailing("overweighted-kl", prescriptions: ["lower-beta"])] };
        IReadOnlyList<Candidate> candidates = Candidates.Of(_heavy with { Model = new ModelPlan { Latent = 16 } }, diagnosis, _ => _facts, 30, goal);
        Assert.Equal(first, string.Join(' ', candidates[0].Prescriptions));
        Candidate[] steering = [.. candidates.Where(candidate => candidate.Role == TrialRole.Goal)];
        Assert.Equal([TrialRole.Goal, TrialRole.Goal, TrialRole.Indicated], candidates.Take(3).Select(candidate => candidate.Role));
        Assert.Contains(steering, candidate => string.Join(' ', candidate.Prescriptions) == also);
        Assert.Contains(steering, candidate => Name(candidate).StartsWith("lower-beta+", StringComparison.Ordinal));
        Assert.Equal("lower-beta", Name(candidates[2]));
        Assert.All(steering, candidate => Assert.Contains(value.ToString(System.Globalization.CultureInfo.InvariantCulture), candidate.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void ALanguageModelThatIsToInformIsPretrainedForIt()
    {
        Plan text = _heavy with { Data = _heavy.Data with { Text = new TextPlan() }, Model = new ModelPlan { Latent = 10 } };
        var diagnosis = MadeUp.Collapsed with { Findings = [MadeUp.Ailing("powerful-decoder")] };
        IReadOnlyList<Candidate> candidates = Candidates.Of(text, diagnosis, _ => _facts, 4, new TreatmentGoal(GoalKind.Information, 2));
        Assert.Equal("encoder-pretraining:target=2.5", string.Join(' ', candidates[0].Prescriptions));
    }

    private static IReadOnlyList<Candidate> Of(Plan plan, int most, params Finding[] findings) => Candidates.Of(plan, MadeUp.Collapsed with { Findings = findings }, _ => _facts, most);

    // Averaged over the outputs the KL weighs as many times as much: the weight alone is not what the law asks for, and where nothing helps, nothing is said to.
    [Fact]
    public void AnAveragedReconstructionIsSummedForTheLaw()
    {
        Plan plan = new() { Objective = new ObjectivePlan { Reduction = Reduction.Mean }, Model = new ModelPlan { Skips = new SkipPlan { Kind = SkipKind.Plain } } };
        PlanFacts Facts(Plan asked) => new(1000, 64, () => Foretold(asked.Objective.EffectiveBeta(64), 10));
        Candidate first = Candidates.Of(plan, MadeUp.Collapsed with { Findings = [MadeUp.Ailing("skip-shortcut", prescriptions: ["cut-skip"])] }, Facts, 30)[0];
        Assert.Equal(("cut-skip+fix-scaling", "skip-shortcut, and the law"), (Name(first), first.Reason));
        PlanFacts Hopeless(Plan asked) => new(1000, 64, () => Foretold(asked.Objective.EffectiveBeta(64), 1e-9 * asked.Objective.EffectiveBeta(64)));
        Candidate left = Candidates.Of(plan, MadeUp.Collapsed with { Findings = [MadeUp.Ailing("skip-shortcut", prescriptions: ["cut-skip"])] }, Hopeless, 30)[0];
        Assert.Equal(("cut-skip", "skip-shortcut"), (Name(left), left.Reason));
    }

    // Each of them is thought of by a prediction, which may take long.
    [Fact]
    public void NoMoreIsForetoldThanIsTried()
    {
        var asked = new HashSet<Plan>();
        PlanFacts Facts(Plan plan) => new(1000, 64, () =>
        {
            asked.Add(plan);
            return Foretold(plan.Objective.Beta, 1e6);
        });
        IReadOnlyList<Candidate> few = Candidates.Of(_heavy, MadeUp.Collapsed with { Findings = [MadeUp.Ailing("skip-shortcut"), MadeUp.Ailing("lagging-encoder")] }, Facts, 3);
        int needed = asked.Count;
        IReadOnlyList<Candidate> many = Candidates.Of(_heavy, MadeUp.Collapsed with { Findings = [MadeUp.Ailing("skip-shortcut"), MadeUp.Ailing("lagging-encoder")] }, Facts, 30);
        Assert.True(few.Count < many.Count && needed < asked.Count, $"{needed} of {asked.Count}");
    }

    private static Prediction Foretold(double beta, double critical) => new()
    {
        Likelihood = "bernoulli", Beta = beta, LatentSize = 4, Eigenvalues = [critical], CriticalBeta = critical, CriticalBetaInterval = [critical, critical], CriticalBetaHeldOut = critical, CriticalBetaInSample = critical,
        PredictedActiveUnits = beta < critical ? 1 : 0, PredictedRate = 0, Examples = 1000, Outputs = 64, ConstantOutputs = 0, Statement = "",
    };

    private static string Name(Candidate candidate) => string.Join('+', candidate.Prescriptions.Select(one => one.Remedy.Name));
}
