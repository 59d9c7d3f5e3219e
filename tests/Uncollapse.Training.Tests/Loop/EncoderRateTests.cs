using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;

namespace Uncollapse.Training.Tests.Loop;

/// <summary>An encoder that is slower than its decoder, or frozen.</summary>
public sealed class EncoderRateTests
{
    [Theory]
    [InlineData(OptimizerKind.Adam, null)]
    [InlineData(OptimizerKind.Adam, 1.0)]
    [InlineData(OptimizerKind.Adamw, null)]
    [InlineData(OptimizerKind.Sgd, null)]
    public void A_frozen_encoder_keeps_its_first_weights(OptimizerKind kind, double? clip)
    {
        // Weights as they were drawn: those of a step of length zero.
        using TrainedRun fresh = Train(kind, clip, 1, learningRate: 1e-30), frozen = Train(kind, clip, 0, learningRate: 1e-3);
        foreach (Parameter<float> parameter in frozen.Model.Parameters.Trained)
        {
            bool same = parameter.Tensor.Data.SequenceEqual(fresh.Model.Parameters[parameter.Name].Tensor.Data);
            Assert.True(same == parameter.Name.StartsWith("encoder.", StringComparison.Ordinal), parameter.Name);
        }
    }

    // One step of plain gradient descent: a tenth of the rate moves a tenth of the way.
    [Fact]
    public void A_slow_encoder_takes_shorter_steps()
    {
        using TrainedRun start = Train(OptimizerKind.Sgd, null, 0, 1e-3, 1), slow = Train(OptimizerKind.Sgd, null, 0.1, 1e-3, 1), full = Train(OptimizerKind.Sgd, null, 1, 1e-3, 1);
        ReadOnlySpan<float> from = start.Model.Parameters["encoder.0.bias"].Tensor.Data, near = slow.Model.Parameters["encoder.0.bias"].Tensor.Data, far = full.Model.Parameters["encoder.0.bias"].Tensor.Data;
        double moved = 0;
        for (int i = 0; i < from.Length; i++)
        {
            moved += Math.Abs(far[i] - from[i]);
            // A float near 0.1 has a last digit of 7e-9.
            Assert.Equal(0.1 * (far[i] - from[i]), near[i] - from[i], 3e-8);
        }

        Assert.True(moved / from.Length > 1e-5, "the encoder must move for this test to mean anything");
    }

    private static TrainedRun Train(OptimizerKind kind, double? clip, double encoderRate, double learningRate, int epochs = 2)
    {
        var network = new NetworkPlan { Hidden = [8] };
        return Trainer.Train(new Plan
        {
            Data = new DataPlan { Source = "synthetic:gaussian?examples=40", Validation = 0.1, Test = 0.1 },
            Model = new ModelPlan { Latent = 2, Encoder = network, Decoder = network, Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian } },
            Training = new TrainingPlan
            {
                Epochs = epochs, BatchSize = 32, ClipNorm = clip, EncoderRate = encoderRate,
                Optimizer = kind == OptimizerKind.Sgd ? new OptimizerPlan { Kind = kind, LearningRate = learningRate, Momentum = 0 } : new OptimizerPlan { Kind = kind, LearningRate = learningRate },
            },
        });
    }
}
