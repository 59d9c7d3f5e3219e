using System.Text.Json;
using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tests;
using Uncollapse.Training.Optimizers;

namespace Uncollapse.Training.Tests.Optimizers;

/// <summary>Twenty steps of each rule, and clipping, against PyTorch (tests/Golden/optimizers.json).</summary>
public sealed class OptimizerTests
{
    private static readonly JsonElement _golden = JsonDocument.Parse(File.ReadAllBytes(TestFiles.Golden("optimizers.json"))).RootElement;

    public static TheoryData<string> Rules => [.. _golden.GetProperty("rules").EnumerateObject().Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_rule_walks_PyTorchs_path(string name)
    {
        JsonElement rule = _golden.GetProperty("rules").GetProperty(name);
        OptimizerPlan plan = Plan(name, rule.GetProperty("options"));
        double[] start = _golden.GetProperty("start").Deserialize<double[]>()!;
        double[][] gradients = _golden.GetProperty("gradients").Deserialize<double[][]>()!;
        double[][] path = rule.GetProperty("path").Deserialize<double[][]>()!;
        using var tape = new Tape<double>();
        var parameter = Make.Parameter("w", start);
        using var optimizer = Optimizer<double>.From(plan, [parameter]);
        for (int step = 0; step < path.Length; step++)
        {
            Make.Gradient(tape, (parameter, gradients[step]));
            optimizer.Step(tape, plan.LearningRate);
            for (int i = 0; i < start.Length; i++) Assert.Equal(path[step][i], parameter.Tensor.Data[i], 1e-12);
        }
    }

    [Fact]
    public void Clipping_scales_by_the_global_norm_as_PyTorch_does()
    {
        foreach (JsonElement example in _golden.GetProperty("clipping").EnumerateArray())
        {
            double[] gradient = example.GetProperty("gradient").Deserialize<double[]>()!;
            double[] clipped = example.GetProperty("clipped").Deserialize<double[]>()!;
            using var tape = new Tape<double>();
            // Two parameters, so that the norm is seen to be global.
            var first = Make.Parameter("a", new double[3]);
            var second = Make.Parameter("b", new double[gradient.Length - 3]);
            Make.Gradient(tape, (first, gradient[..3]), (second, gradient[3..]));
            double norm = GradientClipping.GlobalNorm(tape, [first, second]);
            Assert.Equal(example.GetProperty("norm").GetDouble(), norm, 1e-12);
            double scale = GradientClipping.Scale(norm, example.GetProperty("bound").GetDouble());
            for (int i = 0; i < gradient.Length; i++) Assert.Equal(clipped[i], gradient[i] * scale, 1e-12);
        }
    }

    [Fact]
    public void The_optimiser_applies_the_scale_before_its_moments()
    {
        double[] start = _golden.GetProperty("start").Deserialize<double[]>()!;
        var plan = new OptimizerPlan { Kind = OptimizerKind.Sgd, Momentum = 0.9, LearningRate = 0.1 };
        using var tape = new Tape<double>();
        var parameter = Make.Parameter("w", start);
        using var optimizer = Optimizer<double>.From(plan, [parameter]);
        double[] ones = [.. start.Select(_ => 1.0)];
        for (int step = 0; step < 2; step++)
        {
            Make.Gradient(tape, (parameter, ones));
            optimizer.Step(tape, 0.1, 0.25);
        }

        // v: 0.25, then 0.9 0.25 + 0.25.
        for (int i = 0; i < start.Length; i++) Assert.Equal(start[i] - (0.1 * (0.25 + 0.475)), parameter.Tensor.Data[i], 1e-12);
    }

    [Fact]
    public void Infinity_and_NaN_are_seen_in_any_parameter()
    {
        using var tape = new Tape<double>();
        var first = Make.Parameter("a", new double[40]);
        var second = Make.Parameter("b", new double[3]);
        Make.Gradient(tape, (first, new double[40]), (second, [1, double.NaN, 0]));
        Assert.False(GradientClipping.AllFinite(tape, [first, second]));
        Assert.True(GradientClipping.AllFinite(tape, [first]));
        Assert.False(double.IsFinite(GradientClipping.GlobalNorm(tape, [first, second])));
    }

    private static OptimizerPlan Plan(string name, JsonElement options)
    {
        double Get(string key, double fallback) => options.TryGetProperty(key, out JsonElement value) ? value.GetDouble() : fallback;
        bool betas = options.TryGetProperty("betas", out JsonElement pair);
        return new OptimizerPlan
        {
            Kind = name.StartsWith("adamw", StringComparison.Ordinal) ? OptimizerKind.Adamw
                : name.StartsWith("adam", StringComparison.Ordinal) ? OptimizerKind.Adam : OptimizerKind.Sgd,
            LearningRate = Get("lr", double.NaN),
            Beta1 = betas ? pair[0].GetDouble() : 0.9,
            Beta2 = betas ? pair[1].GetDouble() : 0.999,
            Epsilon = Get("eps", 1e-8),
            Momentum = Get("momentum", 0),
            WeightDecay = Get("weight_decay", name == "adamw" ? 0.01 : 0),
        };
    }

    private static class Make
    {
        internal static Parameter<double> Parameter(string name, double[] values) =>
            new(name, new Tensor<double>(new Shape(1, values.Length), values, requiresGradient: true), IsTrained: true);

        /// <summary>Gives the parameters these gradients, through the pass of sum over parameters of sum(gradient * parameter).</summary>
        internal static void Gradient(Tape<double> tape, params (Parameter<double> Parameter, double[] Gradient)[] given)
        {
            tape.Reset();
            Tensor<double>? loss = null;
            foreach ((Parameter<double> parameter, double[] gradient) in given)
            {
                Tensor<double> weights = tape.Constant(parameter.Tensor.Shape);
                gradient.CopyTo(weights.Data);
                Tensor<double> term = tape.Mean(tape.Multiply(parameter.Tensor, weights));
                loss = tape.WeightedSum(term, gradient.Length, loss, loss is null ? 0 : 1);
            }

            tape.Backward(loss!);
        }
    }
}
