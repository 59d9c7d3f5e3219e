using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Optimizers;

namespace Uncollapse.Training.Tests.Optimizers;

/// <summary>Steps of the encoder alone and of the rest alone.</summary>
public sealed class TrainedPartTests
{
    private const double Rate = 1e-3;

    [Theory]
    [InlineData(TrainedPart.Encoder, null)]
    [InlineData(TrainedPart.Encoder, 1e6)]
    [InlineData(TrainedPart.Decoder, null)]
    [InlineData(TrainedPart.Decoder, 1e6)]
    public void Only_the_part_moves_and_its_first_step_is_a_first_step(TrainedPart part, double? clip)
    {
        var network = new NetworkPlan { Hidden = [16], Activation = Activation.Tanh };
        var plan = new Plan
        {
            Data = new DataPlan { Source = "none" },
            Model = new ModelPlan { Latent = 3, Encoder = network, Decoder = network },
            Training = new TrainingPlan { ClipNorm = clip },
        };
        using var model = Vae<float>.Build(plan.Model, new DataStatistics([.. Enumerable.Repeat(0.4, 6)]), new Rng(2));
        using var optimizer = Optimizer<float>.From(plan.Training.Optimizer, model.Parameters.Trained);
        using var step = new TrainingStep(plan, model, optimizer);
        using var examples = new Tensor<float>(new Shape(8, 6));
        new Rng(9).FillUniform(examples.Data);
        // Many steps of the other part first: were the steps counted together, the first one here would be shorter by a quarter and more.
        optimizer.Part = part == TrainedPart.Encoder ? TrainedPart.Decoder : TrainedPart.Encoder;
        for (int i = 0; i < 3; i++) step.Run(examples, new Rng(1), 1, Rate);
        float[][] before = [.. model.Parameters.Trained.Select(parameter => parameter.Tensor.Data.ToArray())];
        optimizer.Part = part;
        Assert.Null(step.Run(examples, new Rng(1), 1, Rate).Fault);
        Assert.Equal(part == TrainedPart.Encoder ? (1, 3) : (3, 1), (optimizer.EncoderSteps, optimizer.DecoderSteps));
        for (int p = 0; p < before.Length; p++)
        {
            Parameter<float> parameter = model.Parameters.Trained[p];
            double longest = 0;
            for (int i = 0; i < before[p].Length; i++) longest = Math.Max(longest, Math.Abs(parameter.Tensor.Data[i] - before[p][i]));
            bool isMoved = parameter.Name.StartsWith("encoder.", StringComparison.Ordinal) == (part == TrainedPart.Encoder);
            // Adam's first step is the rate along the gradient's sign, but for epsilon.
            if (isMoved) Assert.InRange(longest, 0.99 * Rate, 1.01 * Rate);
            else Assert.Equal(0, longest);
        }

        optimizer.Part = TrainedPart.All;
        Assert.All(optimizer.Parameters, parameter => Assert.True(parameter.Tensor.RequiresGradient));
    }
}
