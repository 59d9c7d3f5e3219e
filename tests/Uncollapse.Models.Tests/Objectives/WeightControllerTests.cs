using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;

namespace Uncollapse.Models.Tests.Objectives;

/// <summary>The published update rules, step by step, and that they hold a process at its target.</summary>
public sealed class WeightControllerTests
{
    // Shao et al. 2020, algorithm 1, written out: e = 3 - KL; I -= K_i e; beta = K_p / (1 + e^e) + I.
    [Fact]
    public void The_PI_controller_follows_its_rule()
    {
        var controller = new RateController(new ObjectivePlan { TargetRate = 3, Beta = 1 });
        double sum = 0;
        foreach (double rate in new[] { 5.0, 9.5, 4.25, 3.5, 3.0 })
        {
            sum -= 0.0001 * (3 - rate);
            controller.Observe(rate, 100);
            Assert.Equal((0.01 / (1 + Math.Exp(3 - rate))) + sum, controller.RateWeight, 1e-15);
        }

        Assert.Equal(1, controller.DistortionWeight);
    }

    [Fact]
    public void The_weight_stays_within_its_bounds_and_leaves_them_at_once()
    {
        var controller = new RateController(new ObjectivePlan { TargetRate = 3, Beta = 0.5, IntegralGain = 0.1 });
        for (int i = 0; i < 100; i++) controller.Observe(50, 100);
        Assert.Equal(0.5, controller.RateWeight);
        // One step up to 4.7 before the bound is felt; below the target it falls by K_i e = 0.3 a step, so within 16 steps and not after 100.
        for (int i = 0; i < 16; i++) controller.Observe(0, 100);
        Assert.True(controller.RateWeight < 0.5);
        for (int i = 0; i < 100; i++) controller.Observe(0, 100);
        Assert.Equal(0, controller.RateWeight);
        controller.Observe(9, 100);
        controller.Observe(9, 100);
        Assert.True(controller.RateWeight > 0);
    }

    // Rezende and Viola 2018, algorithm 1: C = .99 C + .01 (distortion - kappa), lambda *= e^(rate C).
    [Fact]
    public void GECO_follows_its_rule()
    {
        var controller = new DistortionController(new ObjectivePlan { TargetDistortion = 20, MultiplierRate = 0.01 });
        Assert.Equal((1, 1), (controller.RateWeight, controller.DistortionWeight));
        double average = 10, lambda = Math.Exp(0.1);
        controller.Observe(1, 30);
        Assert.Equal(lambda, controller.DistortionWeight, 1e-14);
        foreach (double distortion in new[] { 25.0, 12, 18 })
        {
            average = (0.99 * average) + (0.01 * (distortion - 20));
            lambda *= Math.Exp(0.01 * average);
            controller.Observe(1, distortion);
            Assert.Equal(lambda, controller.DistortionWeight, 1e-13);
            Assert.Equal(1 / lambda, controller.KlWeight, 1e-13);
        }
    }

    public static TheoryData<double?, double?> Targets => new() { { 3.0, null }, { null, 20.0 } };

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_restored_controller_goes_on_as_the_other(double? rate, double? distortion)
    {
        var plan = new ObjectivePlan { TargetRate = rate, TargetDistortion = distortion };
        WeightController whole = WeightController.Of(plan)!, restored = WeightController.Of(plan)!;
        for (int i = 0; i < 5; i++) whole.Observe(4 + i, 30 - i);
        restored.Restore(whole.State);
        for (int i = 0; i < 5; i++)
        {
            whole.Observe(2 + i, 22 - i);
            restored.Observe(2 + i, 22 - i);
            Assert.Equal(whole.KlWeight, restored.KlWeight);
        }

        double before = whole.KlWeight;
        whole.Observe(double.NaN, 1);
        Assert.Equal(before, whole.KlWeight);
        Assert.Throws<ArgumentException>(() => restored.Restore([1]));
        Assert.Throws<ArgumentException>(() => restored.Restore([.. whole.State.Select(_ => double.NaN)]));
    }

    [Fact]
    public void Without_a_target_nobody_controls()
    {
        Assert.Null(WeightController.Of(new ObjectivePlan()));
        Assert.Throws<ArgumentException>(() => new ElboObjective<float>(new ObjectivePlan { TargetRate = 1 }));
    }
}
