using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Tests.Plans;

/// <summary>One rule sets the weight of the KL; what a kind of code cannot have is refused in one line.</summary>
public sealed class ObjectiveValidationTests
{
    private static readonly ObjectivePlan Plain = new();

    public static TheoryData<string, ObjectivePlan> Sound => new()
    {
        { "warm-up", Plain with { WarmupSteps = 100, WarmupShape = WarmupShape.Sigmoid, Beta = 2, MustFinish = true } },
        { "cycles", Plain with { Cycles = 4, WarmupShape = WarmupShape.Cosine, Ramp = 0.25 } },
        { "free", Plain with { FreeBits = 8, FreeBitsKind = FreeBitsKind.Code, WarmupEpochs = 10 } },
        { "capacity", Plain with { Capacity = 25, CapacityEpochs = 20, MustFinish = true } },
        { "rate", Plain with { TargetRate = 3, Beta = 100 } },
        { "distortion", Plain with { TargetDistortion = -20, MultiplierRate = 0.01, InformationWeight = 1 } },
        { "mmd", Plain with { MmdAlpha = -1, MmdLambda = 2, Cycles = 2 } },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void Sound_objectives_pass_and_round_trip(string name, ObjectivePlan objective)
    {
        var plan = new Plan { Objective = objective };
        Assert.True(PlanValidation.Problems(plan).Count == 0, name + ": " + string.Join("; ", PlanValidation.Problems(plan)));
        Assert.Equal(plan, PlanYaml.Parse(PlanYaml.Format(plan)));
    }

    public static TheoryData<string, ObjectivePlan, string> Faults => new()
    {
        { "objective.warmup_steps", Plain with { WarmupEpochs = 1, WarmupSteps = 5 }, "none beside objective.warmup_epochs: both set the weight of the KL" },
        { "objective.target_rate", Plain with { Cycles = 4, TargetRate = 3 }, "none beside objective.cycles" },
        { "objective.target_distortion", Plain with { Capacity = 4, TargetDistortion = 30 }, "none beside objective.capacity" },
        { "objective.beta", Plain with { Capacity = 4, Beta = 2 }, "1 with a capacity" },
        { "objective.free_bits", Plain with { TargetRate = 4, FreeBits = 0.5 }, "0 with a target of the rate" },
        { "objective.ramp", Plain with { Cycles = 4, Ramp = 0 }, "in (0, 1]" },
        { "objective.ramp", Plain with { Ramp = 0.3 }, "applies" },
        { "objective.integral_gain", Plain with { IntegralGain = 1 }, "applies" },
        { "objective.mmd_lambda", Plain with { MmdAlpha = -1 }, "at least 1 - objective.mmd_alpha" },
        { "objective.warmup_epochs", Plain with { WarmupEpochs = 31, MustFinish = true }, "at most training.epochs (30)" },
        { "objective.capacity_epochs", Plain with { Capacity = 3, CapacityEpochs = 31, MustFinish = true }, "at most training.epochs (30)" },
        { "objective.target_rate", Plain with { TargetRate = 3, Bound = BoundKind.Iwae, Samples = 5 }, "null with the iwae bound" },
        { "objective.information_weight", Plain with { InformationWeight = 1, Bound = BoundKind.Iwae, Samples = 5 }, "0 with the iwae bound" },
        { "objective.reduction", Plain with { TargetRate = 3, Reduction = Reduction.Mean }, "sum with a target of the rate" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_one_clear_line(string key, ObjectivePlan objective, string expected)
    {
        PlanProblem problem = Assert.Single(PlanValidation.Problems(new Plan { Objective = objective }));
        Assert.Equal(key, problem.Key);
        Assert.Contains(expected, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_that_cannot_have_a_term_refuse_it()
    {
        static string[] Keys(ObjectivePlan objective, PosteriorPlan posterior, PriorKind prior = PriorKind.Normal) =>
            [.. PlanValidation.Problems(new Plan { Objective = objective, Model = new ModelPlan { Posterior = posterior, Prior = new PriorPlan { Kind = prior } } }).Select(problem => problem.Key)];
        ObjectivePlan code = Plain with { FreeBits = 8, FreeBitsKind = FreeBitsKind.Code }, unit = Plain with { FreeBits = 0.5 }, mmd = Plain with { MmdLambda = 5 }, information = Plain with { InformationWeight = 1 };
        var full = new PosteriorPlan { Kind = PosteriorKind.Full };
        var ladder = new PosteriorPlan { UpperUnits = 3 };
        Assert.Empty(Keys(code, full));
        Assert.Equal(["objective.free_bits"], Keys(unit, full));
        Assert.Equal(["objective.free_bits"], Keys(code, ladder));
        Assert.Equal(["objective.free_bits"], Keys(code, new PosteriorPlan(), PriorKind.Mixture));
        Assert.Equal(["objective.mmd_lambda"], Keys(mmd, new PosteriorPlan(), PriorKind.Vamp));
        Assert.Empty(Keys(mmd, new PosteriorPlan { Kind = PosteriorKind.VonMisesFisher }));
        Assert.Empty(Keys(information, ladder));
        Assert.Empty(Keys(Plain with { TargetRate = 2 }, ladder));
    }

    [Fact]
    public void What_sets_the_weight_is_no_plain_charge()
    {
        Assert.True((Plain with { Beta = 4, WarmupEpochs = 3, Cycles = 0 }).ChargesEveryNat);
        Assert.False((Plain with { TargetRate = 3 }).ChargesEveryNat);
        Assert.False((Plain with { Capacity = 3 }).ChargesEveryNat);
        Assert.False((Plain with { MmdLambda = 3 }).ChargesEveryNat);
        Assert.Equal(0.5, (Plain with { MmdAlpha = 0.5, MmdLambda = 0.5 }).EffectiveBeta(10));
    }
}
