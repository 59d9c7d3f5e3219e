using System.Numerics;
using System.Text.Json;
using Uncollapse.Models;
using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;
using Uncollapse.Training.Optimizers;

namespace Uncollapse.Training.Tests.Optimizers;

/// <summary>
/// Ten steps of the 784-400-20 VAE with Adam from the same weights, data and noise as PyTorch (tests/Golden/vae-784-400-20.json, inputs by the hash
/// described in tests/Golden/README.md): losses, their parts, and all weights after the tenth update.
/// </summary>
public sealed class GoldenVaeTests
{
    private const int Batch = 128;
    private const int Pixels = 784;
    private const int Latent = 20;

    private static readonly (string Golden, string Ours, uint Layer, double Scale)[] _layers =
    [
        ("encoder", "encoder.0", 0, 1 / 32.0), ("heads", "encoder.posterior", 1, 1 / 16.0), ("decoder", "decoder.0", 2, 1 / 4.0), ("output", "decoder.logits", 3, 1 / 16.0),
    ];

    // Measured differences are ten times smaller; the requirement is 1e-4 in single precision.
    [Fact]
    public void Single_precision_follows_PyTorch() => Follow<float>("float32", 2e-6, 1e-4);

    [Fact]
    public void Double_precision_follows_PyTorch() => Follow<double>("float64", 1e-12, 1e-9);

    private static void Follow<T>(string precision, double lossTolerance, double weightTolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        JsonElement golden = JsonDocument.Parse(File.ReadAllBytes(TestFiles.Golden("vae-784-400-20.json"))).RootElement.GetProperty(precision);
        var network = new NetworkPlan { Hidden = [400], Activation = Activation.Relu };
        using var model = Vae<T>.Build(
            new ModelPlan { Latent = Latent, Encoder = network, Decoder = network }, new DataStatistics(new double[Pixels]), new Rng(0));
        foreach ((_, string ours, uint layer, double scale) in _layers)
        {
            Fill(model.Parameters[ours + ".weight"].Tensor, 1 + (2 * layer), scale);
            Fill(model.Parameters[ours + ".bias"].Tensor, 2 + (2 * layer), scale / 2);
        }

        using var optimizer = Optimizer<T>.From(new OptimizerPlan(), model.Parameters.Trained);
        using var tape = new Tape<T>();
        using var examples = new Tensor<T>(new Shape(Batch, Pixels));
        using var noise = new Tensor<T>(new Shape(Batch, Latent));
        Objective<T> objective = new ElboObjective<T>();
        for (int step = 0; step < 10; step++)
        {
            FillBatch(examples, noise, step);
            tape.Reset();
            ObjectiveValue<T> value = objective.Evaluate(model, examples, 1, new Pass<T>(tape, Training: true, new Rng(0)) { Noise = noise });
            AssertClose(golden.GetProperty("losses")[step].GetDouble(), value.Loss, lossTolerance);
            AssertClose(golden.GetProperty("reconstruction")[step].GetDouble(), value.Distortion, lossTolerance);
            AssertClose(golden.GetProperty("rate")[step].GetDouble(), value.Rate, 10 * lossTolerance);
            tape.Backward(value.LossTensor);
            if (step == 0) AssertParameters(golden.GetProperty("first_gradients"), name => model.Parameters[name].Tensor.Gradient, weightTolerance);
            optimizer.Step(tape, 1e-3);
        }

        AssertParameters(golden.GetProperty("final_parameters"), name => model.Parameters[name].Tensor.Data, weightTolerance);
    }

    private delegate Span<T> Values<T>(string name);

    private static void AssertParameters<T>(JsonElement golden, Values<T> values, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((string name, string ours, _, _) in _layers)
        {
            foreach (string part in (string[])["weight", "bias"])
            {
                JsonElement expected = golden.GetProperty($"{name}.{part}");
                Span<T> actual = values($"{ours}.{part}");
                double norm = 0;
                foreach (T value in actual) norm += double.CreateChecked(value) * double.CreateChecked(value);
                AssertClose(expected.GetProperty("norm").GetDouble(), Math.Sqrt(norm), tolerance);
                int stride = expected.GetProperty("stride").GetInt32(), index = 0;
                // Single elements cancel: relative to the array's root mean square.
                double unit = Math.Sqrt(norm / actual.Length);
                foreach (JsonElement sample in expected.GetProperty("samples").EnumerateArray())
                {
                    Assert.Equal(sample.GetDouble(), double.CreateChecked(actual[index]), tolerance * unit * 10);
                    index += stride;
                }
            }
        }
    }

    private static void AssertClose(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"expected {expected:R}, found {actual:R}");

    private static void Fill<T>(Tensor<T> tensor, uint stream, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> values = tensor.Data;
        for (int i = 0; i < values.Length; i++)
            values[i] = T.CreateChecked((((Hash(stream, (uint)i) >> 8) * Math.ScaleB(1, -23)) - 1) * scale);
    }

    private static void FillBatch<T>(Tensor<T> examples, Tensor<T> noise, int step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int n = 0; n < Batch; n++)
        {
            uint image = (uint)((Batch * step) + n), kind = Hash(100, image) >> 30;
            for (int pixel = 0; pixel < Pixels; pixel++)
            {
                bool on = ((pixel / 28 / 4) + (pixel % 28 / 4) + kind) % 4 == 0;
                examples.Data[(n * Pixels) + pixel] = Hash(101, (784 * image) + (uint)pixel) >> 24 < (on ? 192 : 32) ? T.One : T.Zero;
            }
        }

        for (int i = 0; i < noise.Length; i++)
        {
            double sum = 0;
            for (uint j = 0; j < 12; j++) sum += Hash((uint)(200 + step), (12 * (uint)i) + j) >> 16;
            noise.Data[i] = T.CreateChecked((sum * Math.ScaleB(1, -16)) - 6);
        }
    }

    private static uint Hash(uint stream, uint index)
    {
        uint h = unchecked((index * 0x9E3779B1) + (stream * 0x85EBCA77) + 0xC2B2AE3D);
        h ^= h >> 16;
        h = unchecked(h * 0x7FEB352D);
        h ^= h >> 15;
        h = unchecked(h * 0x846CA68B);
        return h ^ (h >> 16);
    }
}
