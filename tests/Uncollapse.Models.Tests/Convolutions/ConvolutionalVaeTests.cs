using Uncollapse.Models.Layers;
using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Convolutions;

/// <summary>Convolutional encoders and decoders: the shape that comes back, the names, the gradients.</summary>
public sealed class ConvolutionalVaeTests
{
    private const double Step = 1e-5;

    public static TheoryData<int, int, int, int, int> Shapes => new()
    {
        { 28, 28, 1, 3, 2 }, { 28, 28, 1, 4, 3 }, { 7, 5, 3, 3, 2 }, { 2, 9, 2, 2, 4 }, { 13, 6, 1, 5, 3 }, { 3, 3, 1, 1, 1 }, { 32, 32, 3, 4, 5 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void TheDecoderGivesBackTheShapeOfTheData(int height, int width, int channels, int kernel, int stages)
    {
        var plan = Plan(new NetworkPlan { Kind = NetworkKind.Conv, Channels = [.. Enumerable.Range(2, stages)], Kernel = kernel, Hidden = [6] });
        using var model = Vae<float>.Build(plan, Images(height, width, channels), new Rng(1));
        using var tape = new Tape<float>();
        var pass = new Pass<float>(tape, false, new Rng(2));
        using var examples = TestModels.Examples<float>(3, height * width * channels);
        var encoding = model.Encode(examples, pass);
        Assert.Equal(new Shape(3, 2), encoding.Posterior.Location.Shape);
        Assert.Equal(new Shape(3, height * width * channels), model.Decode(encoding.Posterior.Location, encoding.Context, pass).Location.Shape);
        foreach (var stage in StageGeometry.Of("model.encoder", plan.Encoder, Images(height, width, channels)))
        {
            Assert.Equal((stage.Height + 1) / 2, stage.HalfHeight);
            Assert.Equal((stage.Width + 1) / 2, stage.HalfWidth);
        }
    }

    [Theory]
    [InlineData(Normalisation.None, 0, 0.0)]
    [InlineData(Normalisation.Batch, 1, 0.0)]
    [InlineData(Normalisation.Layer, 1, 0.2)]
    [InlineData(Normalisation.Group, 1, 0.0)]
    public void GradientIsTheSlope(Normalisation normalisation, int blocks, double dropout)
    {
        var network = new NetworkPlan
        {
            Kind = NetworkKind.Conv, Channels = [2, 4], Kernel = 3, Blocks = blocks, Hidden = [5], Activation = Activation.Gelu,
            Normalisation = normalisation, Groups = 2, Dropout = dropout,
        };
        using var model = Vae<double>.Build(Plan(network), Images(5, 4, 2), new Rng(1));
        using var examples = TestModels.Examples<double>(3, 40);
        using var tape = new Tape<double>();
        var objective = Objective<double>.Build(new ObjectivePlan());
        ObjectiveValue<double> Evaluate()
        {
            tape.Reset();
            return objective.Evaluate(model, examples, 0.7, new Pass<double>(tape, true, new Rng(4)));
        }

        tape.Backward(Evaluate().LossTensor);
        double[][] gradients = [.. model.Parameters.Trained.Select(p => p.Tensor.Gradient.ToArray())];
        double largest = gradients.Max(g => g.Max(Math.Abs));
        for (int p = 0; p < gradients.Length; p++)
        {
            var tensor = model.Parameters.Trained[p].Tensor;
            for (int i = 0; i < tensor.Length; i += Math.Max(1, tensor.Length / 7))
            {
                double start = tensor.Data[i];
                tensor.Data[i] = start + Step;
                double above = Evaluate().Loss;
                tensor.Data[i] = start - Step;
                double below = Evaluate().Loss;
                tensor.Data[i] = start;
                double slope = (above - below) / (2 * Step), scale = Math.Max(Math.Abs(slope), 0.01 * largest);
                Assert.True(
                    Math.Abs(slope - gradients[p][i]) <= 2e-6 * scale,
                    $"{model.Parameters.Trained[p].Name}[{i}]: slope {slope:R}, gradient {gradients[p][i]:R}");
            }
        }
    }

    [Fact]
    public void ParametersAreNamedByTheirPlace()
    {
        var network = new NetworkPlan { Kind = NetworkKind.Conv, Channels = [2, 4], Kernel = 3, Blocks = 1, Hidden = [5] };
        using var model = Vae<float>.Build(Plan(network), Images(5, 4, 3), new Rng(1));
        Assert.Equal(
            [
                "encoder.stages.0.weight [3, 3, 3, 2]", "encoder.stages.0.bias [2]", "encoder.stages.0.blocks.0.first.weight [3, 3, 2, 2]",
                "encoder.stages.0.blocks.0.first.bias [2]", "encoder.stages.0.blocks.0.second.weight [3, 3, 2, 2]", "encoder.stages.0.blocks.0.second.bias [2]",
                "encoder.stages.1.weight [3, 3, 2, 4]", "encoder.stages.1.bias [4]", "encoder.stages.1.blocks.0.first.weight [3, 3, 4, 4]",
                "encoder.stages.1.blocks.0.first.bias [4]", "encoder.stages.1.blocks.0.second.weight [3, 3, 4, 4]", "encoder.stages.1.blocks.0.second.bias [4]",
                "encoder.0.weight [8, 5]", "encoder.0.bias [5]", "encoder.posterior.weight [5, 4]", "encoder.posterior.bias [4]",
                "decoder.0.weight [2, 5]", "decoder.0.bias [5]", "decoder.start.weight [5, 8]", "decoder.start.bias [8]",
                "decoder.stages.1.blocks.0.first.weight [3, 3, 4, 4]", "decoder.stages.1.blocks.0.first.bias [4]",
                "decoder.stages.1.blocks.0.second.weight [3, 3, 4, 4]", "decoder.stages.1.blocks.0.second.bias [4]",
                "decoder.stages.1.weight [3, 3, 2, 4]", "decoder.stages.1.bias [2]",
                "decoder.stages.0.blocks.0.first.weight [3, 3, 2, 2]", "decoder.stages.0.blocks.0.first.bias [2]",
                "decoder.stages.0.blocks.0.second.weight [3, 3, 2, 2]", "decoder.stages.0.blocks.0.second.bias [2]",
                "decoder.logits.weight [3, 3, 3, 2]", "decoder.logits.bias [3]",
            ],
            model.Parameters.All.Select(p => $"{p.Name} {p.Tensor.Shape}"));
    }

    [Fact]
    public void AUnitsWeightsAreDrawnForAsManyInputsAsItSees()
    {
        var network = new NetworkPlan { Kind = NetworkKind.Conv, Channels = [16, 32], Kernel = 4, Hidden = [] };
        using var model = Vae<double>.Build(Plan(network) with { OutputBias = OutputBias.Default }, Images(16, 16, 2), new Rng(1));
        AssertUniform("encoder.stages.0.weight", 32);
        AssertUniform("encoder.stages.1.weight", 256);
        AssertUniform("encoder.stages.1.bias", 256);
        AssertUniform("decoder.stages.1.weight", 4 * 32);
        AssertUniform("decoder.logits.weight", 4 * 16);

        void AssertUniform(string name, int inputs)
        {
            double bound = 1 / Math.Sqrt(inputs), largest = 0;
            foreach (double value in model.Parameters[name].Tensor.Data)
                largest = Math.Max(largest, Math.Abs(value));
            Assert.InRange(largest, 0.85 * bound, bound);
        }
    }

    [Fact]
    public void TheHeadsBiasStartsAtTheChannelsMean()
    {
        var network = new NetworkPlan { Kind = NetworkKind.Conv, Channels = [2], Hidden = [] };
        var statistics = new DataStatistics([.. Enumerable.Range(0, 32).Select(i => i % 2 == 0 ? 0.2 : 0.3 + (0.1 * (i / 16)))]) { Height = 4, Width = 4, Channels = 2 };
        using var model = Vae<double>.Build(Plan(network), statistics, new Rng(1));
        var bias = model.Parameters["decoder.logits.bias"].Tensor.Data;
        Assert.Equal(Math.Log(0.2 / 0.8), bias[0], 12);
        Assert.Equal(Math.Log(0.35 / 0.65), bias[1], 12);
    }

    [Fact]
    public void StagesAreSkipsWhereTheModelHasThem()
    {
        using var parameters = new ParameterSet<float>();
        var network = new NetworkPlan { Kind = NetworkKind.Conv, Channels = [2, 4], Hidden = [] };
        var encoder = new Encoders.ConvolutionalEncoder<float>(
            parameters, network, Images(7, 5, 1) with { ConditionCount = 2 }, new Initialiser(Initialisation.Uniform, new Rng(1)), hasSkips: true);
        using var tape = new Tape<float>();
        using var examples = TestModels.Examples<float>(3, 35);
        using var condition = TestModels.Examples<float>(3, 2);
        var features = encoder.Forward(examples, condition, new Pass<float>(tape, false, new Rng(1)));
        Assert.Equal([new Shape(3, 4, 3, 2), new Shape(3, 2, 2, 4)], features.Skips!.Select(s => s.Shape));
        Assert.Equal(new Shape(3, 18), features.Last.Shape);
        Assert.Equal(18, encoder.FeatureCount);
        Assert.Throws<ShapeException>(() => encoder.Forward(condition, null, new Pass<float>(tape, false, new Rng(1))));
    }

    [Fact]
    public void WhatIsNoImageIsRefused()
    {
        var network = new NetworkPlan { Kind = NetworkKind.Conv };
        var problem = Assert.Throws<PlanException>(() => Vae<float>.Build(Plan(network), TestModels.Statistics(20), new Rng(1)));
        Assert.Contains("model.encoder.kind", problem.Message, StringComparison.Ordinal);
    }

    private static ModelPlan Plan(NetworkPlan network) => new() { Latent = 2, Encoder = network, Decoder = network };

    private static DataStatistics Images(int height, int width, int channels) =>
        TestModels.Statistics(height * width * channels) with { Height = height, Width = width, Channels = channels };
}
