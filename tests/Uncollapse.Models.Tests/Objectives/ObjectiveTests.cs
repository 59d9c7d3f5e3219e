using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Objectives;

public sealed class ObjectiveTests
{
    [Fact]
    public void MeanReductionDividesTheDistortionAndNotTheRate()
    {
        using var model = Vae<double>.Build(TestModels.Plan(2, [5]), TestModels.Statistics(6), new Rng(1));
        using var examples = TestModels.Examples<double>(7, 6);
        using var tape = new Tape<double>();
        ObjectiveValue<double> Run(Objective<double> objective)
        {
            tape.Reset();
            return objective.Evaluate(model, examples, 0.5, new Pass<double>(tape, true, new Rng(2)));
        }

        var sum = Run(new ElboObjective<double>());
        var mean = Run(new ElboObjective<double>(1, Reduction.Mean));
        Assert.Equal(sum.Distortion + (0.5 * sum.Rate), sum.Loss, 1e-12);
        Assert.Equal((sum.Distortion / 6) + (0.5 * sum.Rate), mean.Loss, 1e-12);
        Assert.Equal(sum.Bound, mean.Bound, 1e-12);
        Assert.Equal(sum.Distortion, mean.Distortion, 1e-12);
    }

    [Fact]
    public void TheImportanceWeightedBoundIsAboveTheElboOfTheSameSamples()
    {
        using var model = Vae<double>.Build(TestModels.Plan(2, [5]), TestModels.Statistics(6), new Rng(1));
        using var examples = TestModels.Examples<double>(7, 6);
        using var tape = new Tape<double>();
        var tight = new ImportanceWeightedObjective<double>(20).Evaluate(model, examples, 1, new Pass<double>(tape, true, new Rng(2)));
        double bound = tight.Bound;
        tape.Reset();
        var single = new ImportanceWeightedObjective<double>(1);
        using var noise = TestModels.Examples<double>(7, 2);
        var weighted = single.Evaluate(model, examples, 0.5, new Pass<double>(tape, true, new Rng(2)) { Noise = noise });
        tape.Reset();
        var plain = single.Evaluate(model, examples, 1, new Pass<double>(tape, true, new Rng(2)) { Noise = noise });
        Assert.Equal(plain.Bound, weighted.Bound, 1e-12);
        Assert.NotEqual(plain.Loss, weighted.Loss, 1e-6);
        Assert.True(bound > plain.Elbo - 1, $"{bound} against {plain.Elbo}");
    }

    [Theory]
    [InlineData(BoundKind.Elbo, 1, VarianceKind.Predicted)]
    [InlineData(BoundKind.Elbo, 3, VarianceKind.Optimal)]
    [InlineData(BoundKind.Iwae, 3, VarianceKind.PerOutput)]
    public void AStepAllocatesNothing(BoundKind bound, int samples, VarianceKind variance) =>
        AssertAllocatesNothing(new ObjectivePlan { Bound = bound, Samples = samples }, new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = variance });

    [Theory]
    [InlineData("free")]
    [InlineData("capacity")]
    [InlineData("rate")]
    [InlineData("distortion")]
    [InlineData("pulled")]
    public void AStepOfEveryTermAllocatesNothing(string term)
    {
        var plain = new ObjectivePlan();
        var optimal = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Optimal };
        (ObjectivePlan objective, LikelihoodPlan likelihood) = term switch
        {
            "free" => (plain with { FreeBits = 0.1, FreeBitsKind = FreeBitsKind.ExampleUnit }, optimal with { Optimum = VarianceOptimum.PerExample }),
            "capacity" => (plain with { Capacity = 3 }, optimal with { Optimum = VarianceOptimum.PerOutput }),
            "rate" => (plain with { TargetRate = 3 }, optimal with { Variance = VarianceKind.Bounded }),
            "distortion" => (plain with { TargetDistortion = 3 }, optimal),
            _ => (plain with { MmdLambda = 10, InformationWeight = 1, Samples = 2 }, optimal),
        };
        AssertAllocatesNothing(objective, likelihood);
    }

    private static void AssertAllocatesNothing(ObjectivePlan objectivePlan, LikelihoodPlan likelihood)
    {
        var plan = TestModels.Plan(3, [9, 8], LikelihoodKind.Gaussian, VarianceKind.Fixed, 1, Activation.Silu, Normalisation.Batch, 0.1) with { Likelihood = likelihood };
        using var model = Vae<float>.Build(plan, TestModels.Statistics(10), new Rng(1));
        using var examples = TestModels.Examples<float>(16, 10);
        using var tape = new Tape<float>();
        var objective = Objective<float>.Build(objectivePlan);
        void Step(int step)
        {
            examples.Resize(new Shape(step % 3 == 0 ? 5 : 16, 10));
            tape.Mode = step % 4 == 0 ? TapeMode.Inference : TapeMode.Record;
            tape.Reset();
            var value = objective.Evaluate(model, examples, new ScheduledWeights(1, objectivePlan.Capacity), new Pass<float>(tape, tape.Mode == TapeMode.Record, new Rng((ulong)step)));
            if (tape.Mode == TapeMode.Record)
                tape.Backward(value.LossTensor);
        }

        for (int step = 0; step < 30; step++)
            Step(step);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 30; step < 60; step++)
            Step(step);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void NoSamplesOrNoExamplesAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElboObjective<float>(0));
        using var model = Vae<float>.Build(TestModels.Plan(2, [5]), TestModels.Statistics(6), new Rng(1));
        using var none = new Tensor<float>(new Shape(0, 6));
        using var wrong = new Tensor<float>(new Shape(3, 5));
        using var tape = new Tape<float>();
        var pass = new Pass<float>(tape, true, default);
        Assert.Throws<ShapeException>(() => new ElboObjective<float>().Evaluate(model, none, 1, pass));
        Assert.Throws<ShapeException>(() => new ElboObjective<float>().Evaluate(model, wrong, 1, pass));
    }
}
