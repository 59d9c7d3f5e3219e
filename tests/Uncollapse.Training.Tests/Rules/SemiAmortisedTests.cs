using Uncollapse.Models;
using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Optimizers;
using Uncollapse.Training.Rules;

namespace Uncollapse.Training.Tests.Rules;

/// <summary>The gradient through the refinement against the slope of the whole procedure, and what refinement does to the bound.</summary>
public sealed class SemiAmortisedTests
{
    private const float Step = 1e-2f;

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void The_gradient_is_the_slope_of_the_refined_loss(double momentum)
    {
        Plan plan = Plan(new RefinementPlan { Steps = 4, Rate = 0.5, Momentum = momentum, ClipNorm = null });
        using var model = Vae<float>.Build(plan.Model, new DataStatistics([.. Enumerable.Repeat(0.4, 6)]), new Rng(2));
        using var optimizer = Optimizer<float>.From(plan.Training.Optimizer, model.Parameters.Trained);
        using var step = new SemiAmortisedStep(plan, model, optimizer);
        using Tensor<float> examples = Examples();
        foreach (ref float weight in model.Parameters["encoder.posterior.weight"].Tensor.Data) weight *= 3;
        var gradients = new Dictionary<string, float[]>();
        Gradients(step, optimizer, examples, gradients);
        double largest = gradients.Values.Max(values => values.Max(Math.Abs));
        int looked = 0;
        foreach ((string name, float[] values) in gradients)
        {
            Tensor<float> tensor = model.Parameters[name].Tensor;
            for (int i = 0; i < tensor.Length; i += 3)
            {
                float start = tensor.Data[i];
                tensor.Data[i] = start + Step;
                double above = step.Differentiate(examples, new Rng(4), new ScheduledWeights(0.8)).Result.Loss;
                tensor.Data[i] = start - Step;
                double below = step.Differentiate(examples, new Rng(4), new ScheduledWeights(0.8)).Result.Loss;
                tensor.Data[i] = start;
                double slope = (above - below) / (2 * Step);
                // A loss near 4 in single precision over a width of 0.02, and a curve of the third order: together below 1 % of the largest slope.
                Assert.True(Math.Abs(slope - values[i]) <= 0.01 * largest, $"{name}[{i}]: slope {slope:R}, gradient {values[i]:R} of {largest:R}");
                looked++;
            }
        }

        Assert.True(looked > 30);
    }

    [Fact]
    public void Refinement_lowers_the_loss_and_no_refinement_is_the_encoders()
    {
        double Loss(int steps)
        {
            Plan plan = Plan(new RefinementPlan { Steps = steps, Rate = 0.5 });
            using var model = Vae<float>.Build(plan.Model, new DataStatistics([.. Enumerable.Repeat(0.4, 6)]), new Rng(2));
            using var optimizer = Optimizer<float>.From(plan.Training.Optimizer, model.Parameters.Trained);
            using Tensor<float> examples = Examples();
            if (steps > 0)
            {
                using var step = new SemiAmortisedStep(plan, model, optimizer);
                return step.Run(examples, new Rng(4), new ScheduledWeights(1), 1e-3).Loss;
            }

            using var plain = new TrainingStep(plan, model, optimizer);
            return plain.Run(examples, new Rng(4), 1, 1e-3).Loss;
        }

        double[] losses = [Loss(0), Loss(1), Loss(5), Loss(20)];
        Assert.True(losses[0] > losses[1] && losses[1] > losses[2] && losses[2] > losses[3], string.Join(' ', losses));
    }

    [Fact]
    public void A_step_allocates_nothing_once_it_has_run()
    {
        Plan plan = Plan(new RefinementPlan { Steps = 3 });
        using var model = Vae<float>.Build(plan.Model, new DataStatistics([.. Enumerable.Repeat(0.4, 6)]), new Rng(2));
        using var optimizer = Optimizer<float>.From(plan.Training.Optimizer, model.Parameters.Trained);
        using var step = new SemiAmortisedStep(plan, model, optimizer);
        using Tensor<float> examples = Examples();
        for (int i = 0; i < 5; i++) step.Run(examples, new Rng((ulong)i), new ScheduledWeights(1), 1e-3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) step.Run(examples, new Rng((ulong)i), new ScheduledWeights(1), 1e-3);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    private static void Gradients(SemiAmortisedStep step, Optimizer<float> optimizer, Tensor<float> examples, Dictionary<string, float[]> gradients)
    {
        // The optimiser's own step leaves the gradients where it found them; a rate of 0 leaves the weights.
        StepResult result = step.Run(examples, new Rng(4), new ScheduledWeights(0.8), 0);
        Assert.Null(result.Fault);
        foreach (Parameter<float> parameter in optimizer.Parameters) gradients[parameter.Name] = parameter.Tensor.Gradient.ToArray();
    }

    private static Tensor<float> Examples()
    {
        var examples = new Tensor<float>(new Shape(8, 6));
        new Rng(9).FillUniform(examples.Data);
        return examples;
    }

    private static Plan Plan(RefinementPlan refinement)
    {
        var network = new NetworkPlan { Hidden = [5], Activation = Activation.Tanh };
        return new Plan
        {
            Data = new DataPlan { Source = "none" },
            Model = new ModelPlan { Latent = 2, Encoder = network, Decoder = network },
            Training = new TrainingPlan { Optimizer = new OptimizerPlan { Kind = OptimizerKind.Sgd, Momentum = 0 }, Refinement = refinement },
        };
    }
}
