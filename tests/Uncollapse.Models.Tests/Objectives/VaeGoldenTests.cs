using System.Text.Json;
using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Models.Tests.Objectives;

/// <summary>The 784-400-20 VAE against PyTorch from the same weights, data and noise (tools/reference/vae_golden.py).</summary>
public sealed class VaeGoldenTests
{
    private const int Batch = 128;
    private const int Pixels = 784;
    private const int Latent = 20;

    private static readonly (string Ours, string Theirs, float Scale)[] Layers =
    [
        ("encoder.0", "encoder", 1f / 32),
        ("encoder.posterior", "heads", 1f / 16),
        ("decoder.0", "decoder", 1f / 4),
        ("decoder.logits", "output", 1f / 16),
    ];

    [Fact]
    public void TenLossesAndFirstGradientsAreThoseOfPyTorch()
    {
        var golden = GoldenInputs.Load("vae-784-400-20.json").GetProperty("float32");
        var plan = TestModels.Plan(Latent, [400], activation: Records.Plans.Activation.Relu) with { OutputBias = OutputBias.Default };
        using var model = Vae<float>.Build(plan, TestModels.Statistics(Pixels), default);
        for (int l = 0; l < Layers.Length; l++)
        {
            Fill(model, Layers[l].Ours + ".weight", (uint)(1 + (2 * l)), Layers[l].Scale);
            Fill(model, Layers[l].Ours + ".bias", (uint)(2 + (2 * l)), Layers[l].Scale / 2);
        }

        using var tape = new Tape<float>();
        using var examples = new Tensor<float>(new Shape(Batch, Pixels));
        using var noise = new Tensor<float>(new Shape(Batch, Latent));
        var adam = model.Parameters.Trained.Select(p => new Moments(p)).ToList();
        var objective = new ElboObjective<float>();
        double[] losses = GoldenInputs.Flat(golden.GetProperty("losses"));
        double[] rates = GoldenInputs.Flat(golden.GetProperty("rate"));
        double[] distortions = GoldenInputs.Flat(golden.GetProperty("reconstruction"));
        for (int step = 0; step < losses.Length; step++)
        {
            for (int i = 0; i < examples.Length; i++)
                examples.Data[i] = GoldenInputs.Pixel((Batch * step) + (i / Pixels), i % Pixels);
            for (int i = 0; i < noise.Length; i++)
                noise.Data[i] = GoldenInputs.NearNormal((uint)(200 + step), i);
            tape.Reset();
            var value = objective.Evaluate(model, examples, 1, new Pass<float>(tape, true, default) { Noise = noise });
            tape.Backward(value.LossTensor);
            Assert.Equal(losses[step], value.Loss, 1e-4 * losses[step]);
            Assert.Equal(rates[step], value.Rate, 1e-4 * rates[step]);
            Assert.Equal(distortions[step], value.Distortion, 1e-4 * distortions[step]);
            Assert.Equal(-losses[step], value.Elbo, 1e-4 * losses[step]);
            if (step == 0)
                AssertSamples(model, golden.GetProperty("first_gradients"), p => p.Gradient);
            adam.ForEach(moments => moments.Update(step + 1));
        }

        AssertSamples(model, golden.GetProperty("final_parameters"), p => p.Data);
        adam.ForEach(moments => moments.Dispose());
    }

    private delegate Span<float> Part(Tensor<float> tensor);

    private static void AssertSamples(Vae<float> model, JsonElement golden, Part part)
    {
        foreach (var (ours, theirs, _) in Layers)
        {
            foreach (string suffix in new[] { ".weight", ".bias" })
            {
                var expected = golden.GetProperty(theirs + suffix);
                var values = part(model.Parameters[ours + suffix].Tensor);
                double norm = expected.GetProperty("norm").GetDouble();
                double square = 0;
                foreach (float value in values)
                    square += (double)value * value;
                Assert.Equal(norm, Math.Sqrt(square), 1e-4 * norm);
                int stride = expected.GetProperty("stride").GetInt32();
                double[] samples = GoldenInputs.Flat(expected.GetProperty("samples"));
                double typical = norm / Math.Sqrt(values.Length);
                for (int i = 0; i < samples.Length; i++)
                    Assert.Equal(samples[i], values[i * stride], 1e-4 * Math.Max(Math.Abs(samples[i]), typical));
            }
        }
    }

    private static void Fill(Vae<float> model, string name, uint stream, float scale)
    {
        var values = model.Parameters[name].Tensor.Data;
        for (int i = 0; i < values.Length; i++)
            values[i] = GoldenInputs.Symmetric(stream, i, scale);
    }

    private sealed class Moments(Parameter<float> parameter) : IDisposable
    {
        private readonly Tensor<float> _first = new(parameter.Tensor.Shape);
        private readonly Tensor<float> _second = new(parameter.Tensor.Shape);

        public void Update(long step) => KernelTable<float>.Current.AdamStep(
            new AdamSettings(1e-3, Step: step),
            _first.Rows,
            _first.Columns,
            parameter.Tensor.Data,
            parameter.Tensor.Gradient,
            _first.Data,
            _second.Data);

        public void Dispose()
        {
            _first.Dispose();
            _second.Dispose();
        }
    }
}
