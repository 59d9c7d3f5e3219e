using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Tests.Objectives;

/// <summary>Four bounds of a tiny VAE with their gradients against PyTorch (tools/reference/objectives_golden.py).</summary>
public sealed class ObjectiveGoldenTests
{
    private const int Examples = 4;
    private const int Outputs = 6;
    private const int Latent = 3;

    public static TheoryData<string, string, int, double> Cases
    {
        get
        {
            var data = new TheoryData<string, string, int, double>();
            foreach (string kind in new[] { "bernoulli", "gaussian" })
            {
                data.Add(kind, "elbo_1", 1, 1);
                data.Add(kind, "elbo_5", 5, 1);
                data.Add(kind, "beta_4", 5, 4);
                data.Add(kind, "iwae_5", 5, 1);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValuesAndGradientsAreThoseOfPyTorch(string kind, string bound, int samples, double beta)
    {
        var golden = GoldenInputs.Load("objectives.json");
        var expected = golden.GetProperty(kind).GetProperty(bound);
        bool isGaussian = kind == "gaussian";
        var plan = TestModels.Plan(
            Latent, [5], isGaussian ? LikelihoodKind.Gaussian : LikelihoodKind.Bernoulli, sigma2: golden.GetProperty("gaussian_variance").GetDouble());
        using var model = Vae<double>.Build(plan, TestModels.Statistics(Outputs), default);
        (string Ours, string Theirs)[] layers =
            [("encoder.0", "encoder"), ("encoder.posterior", "heads"), ("decoder.0", "decoder"), (isGaussian ? "decoder.mean" : "decoder.logits", "output")];
        foreach (var (ours, theirs) in layers)
        {
            foreach (string suffix in new[] { ".weight", ".bias" })
            {
                GoldenInputs.Flat(golden.GetProperty("parameters").GetProperty(theirs + suffix))
                    .CopyTo(model.Parameters[ours + suffix].Tensor.Data);
            }
        }

        using var examples = new Tensor<double>(new Shape(Examples, Outputs), GoldenInputs.Flat(golden.GetProperty(kind).GetProperty("x")));
        using var noise = Noise(GoldenInputs.Flat(golden.GetProperty("noise_sample_example_unit")), samples);
        using var tape = new Tape<double>();
        Objective<double> objective = bound == "iwae_5" ? new ImportanceWeightedObjective<double>(samples) : new ElboObjective<double>(samples);
        var value = objective.Evaluate(model, examples, beta, new Pass<double>(tape, true, default) { Noise = noise });
        tape.Backward(value.LossTensor);
        double mean = GoldenInputs.Flat(expected.GetProperty("per_example")).Average();
        double rate = GoldenInputs.Flat(golden.GetProperty(kind).GetProperty("rate_per_example")).Average();
        Assert.Equal(-mean, value.Loss, 1e-10);
        Assert.Equal(rate, value.Rate, 1e-10);
        Assert.Equal(mean + ((beta - 1) * rate), value.Bound, 1e-10);
        foreach (var (ours, theirs) in layers)
        {
            foreach (string suffix in new[] { ".weight", ".bias" })
            {
                double[] gradient = GoldenInputs.Flat(expected.GetProperty("gradients").GetProperty(theirs + suffix));
                var found = model.Parameters[ours + suffix].Tensor.Gradient;
                for (int i = 0; i < gradient.Length; i++)
                    Assert.Equal(gradient[i], found[i], 1e-9);
            }
        }
    }

    private static Tensor<double> Noise(double[] sampleExampleUnit, int samples)
    {
        var noise = new Tensor<double>(new Shape(Examples * samples, Latent));
        for (int n = 0; n < Examples; n++)
        {
            for (int k = 0; k < samples; k++)
            {
                sampleExampleUnit.AsSpan(((k * Examples) + n) * Latent, Latent).CopyTo(noise.Data[(((n * samples) + k) * Latent)..]);
            }
        }

        return noise;
    }
}
