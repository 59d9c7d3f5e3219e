using Uncollapse.Models.Decoders;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Decoders;

/// <summary>The whole decoder's gradient by its parameters and the code against central differences in double.</summary>
public sealed class PastGradientTests
{
    private const double Step = 1e-5;

    [Theory]
    [InlineData("made, context 3")]
    [InlineData("made, predicted variance")]
    [InlineData("pixelcnn, context 1 of 4")]
    [InlineData("pixelcnn, predicted variance")]
    public void TheGradientIsTheSlope(string name)
    {
        var past = PastCase.Of(name);
        past = past with { Decoder = past.Decoder with { ContextDropout = 0.3, Channels = [2] } };
        using var model = past.Build();
        using var tape = new Tape<double>();
        using var examples = TestModels.Examples<double>(2, past.Outputs);
        using var code = new Tensor<double>(new Shape(2, 3), [0.4, -1, 0.2, 0.9, 0.1, -0.3], requiresGradient: true);
        Tensor<double> Loss()
        {
            tape.Reset();
            var pass = new Pass<double>(tape, true, new Rng(7));
            return tape.Mean(model.LogLikelihood(examples, code, new DecoderContext<double>(examples, null, null), pass));
        }

        var decoder = model.Parameters.Trained.Where(p => p.Name.StartsWith("decoder.", StringComparison.Ordinal)).ToList();
        tape.Backward(Loss());
        List<(string Name, Tensor<double> Tensor)> leaves = [("code", code), .. decoder.Select(p => (p.Name, p.Tensor))];
        Assert.All(leaves, leaf => Assert.True(tape.HasGradient(leaf.Tensor), leaf.Name));
        double[][] gradients = [.. leaves.Select(leaf => leaf.Tensor.Gradient.ToArray())];
        for (int i = 0; i < leaves.Count; i++)
        {
            var data = leaves[i].Tensor;
            int stride = Math.Max(1, data.Length / 24);
            for (int j = 0; j < data.Length; j += stride)
            {
                double kept = data.Data[j];
                data.Data[j] = kept + Step;
                double above = Loss().Item;
                data.Data[j] = kept - Step;
                double below = Loss().Item;
                data.Data[j] = kept;
                double slope = (above - below) / (2 * Step);
                Assert.True(Math.Abs(slope - gradients[i][j]) <= 1e-6 * Math.Max(1, Math.Abs(slope)), $"{name}, {leaves[i].Name}[{j}]: {slope} and {gradients[i][j]}");
            }
        }
    }
}
