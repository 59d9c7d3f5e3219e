using Uncollapse.Models.Objectives;
using Uncollapse.Models.Tests.Skips;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Objectives;

/// <summary>The charge for a decoder that does not move with its code.</summary>
public sealed class JacobianFloorTests
{
    private const double Floor = 0.5;
    private const double Weight = 3;

    // A linear decoder whose rows are orthogonal and of length s: every direction's quotient is s^2.
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.4)]
    [InlineData(0.7)]
    [InlineData(0.8)]
    public void A_linear_decoder_pays_for_its_squared_length_below_the_floor(double length)
    {
        using var model = Vae<double>.Build(TestModels.Plan(2, [4]) with { Decoder = new NetworkPlan { Hidden = [] } }, TestModels.Statistics(6), new Rng(1));
        Span<double> weight = model.Parameters["decoder.logits.weight"].Tensor.Data;
        weight.Clear();
        (weight[0], weight[6 + 3]) = (length, -length);
        using Tensor<double> x = TestModels.Examples<double>(9, 6);
        ObjectiveValue<double> plain = Evaluate(model, x, new ObjectivePlan()), charged = Evaluate(model, x, Plan());
        Assert.Equal(Weight * Math.Max(0, Floor - (length * length)), charged.Loss - plain.Loss, 1e-9);
        // What is reported stays the bound.
        Assert.Equal((plain.Bound, plain.Rate, plain.Distortion), (charged.Bound, charged.Rate, charged.Distortion));
    }

    [Theory]
    [InlineData(NetworkKind.Mlp, 0)]
    [InlineData(NetworkKind.Made, 0)]
    [InlineData(NetworkKind.Mlp, 2)]
    public void The_gradient_is_the_slope(NetworkKind kind, int conditions)
    {
        ModelPlan plan = TestModels.Plan(2, [5], activation: Activation.Tanh);
        plan = plan with { Decoder = new NetworkPlan { Kind = kind, Hidden = [5], Activation = Activation.Tanh } };
        using var model = Vae<double>.Build(plan, TestModels.Statistics(6) with { ConditionCount = conditions }, new Rng(1));
        using Tensor<double> x = TestModels.Examples<double>(7, 6 + conditions);
        // A floor above every quotient: no corner lies in the way of a difference.
        GradientCheck.OfObjective(model, x, Plan() with { JacobianFloor = 50 });
    }

    private static ObjectivePlan Plan() => new() { JacobianFloor = Floor, JacobianWeight = Weight };

    private static ObjectiveValue<double> Evaluate(Vae<double> model, Tensor<double> examples, ObjectivePlan plan)
    {
        using var tape = new Tape<double>();
        return Objective<double>.Build(plan).Evaluate(model, examples, 1, new Pass<double>(tape, true, new Rng(4)));
    }
}
