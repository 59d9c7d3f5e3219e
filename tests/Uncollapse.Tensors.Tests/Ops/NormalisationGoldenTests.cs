using System.Text.Json;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tests;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>Batch and layer normalisation against PyTorch: two training passes and an evaluation of one module.</summary>
public sealed class NormalisationGoldenTests
{
    [Theory]
    [InlineData("batch_norm")]
    [InlineData("layer_norm")]
    public void AgreesWithPyTorch(string kind)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("functions.json")));
        var golden = document.RootElement.GetProperty(kind);
        using var tape = new Tape<double>();
        using var scale = Vector(golden.GetProperty("gamma"));
        using var shift = Vector(golden.GetProperty("beta"));
        using var mean = new Tensor<double>(scale.Shape);
        using var variance = new Tensor<double>(scale.Shape);
        variance.Data.Fill(1);
        double epsilon = golden.GetProperty("epsilon").GetDouble();
        foreach (var pass in golden.GetProperty("passes").EnumerateArray())
        {
            double[] values = Flat(pass.GetProperty("x"));
            var shape = new Shape(values.Length / scale.Length, scale.Length);
            using var x = new Tensor<double>(shape, values, requiresGradient: true);
            using var upstream = new Tensor<double>(shape, Flat(pass.GetProperty("upstream")));
            bool training = string.Equals(pass.GetProperty("mode").GetString(), "train", StringComparison.Ordinal);
            tape.Reset();
            var y = kind == "batch_norm"
                ? tape.BatchNorm(x, scale, shift, mean, variance, training, 0.1, epsilon)
                : tape.LayerNorm(x, scale, shift, epsilon);
            double[] found = y.Data.ToArray();
            tape.Backward(tape.Mean(tape.Multiply(y, upstream)), scale: x.Length);
            Close.Assert(Flat(pass.GetProperty("y")), found, 1e-10, "y");
            Close.Assert(Flat(pass.GetProperty("gradient_x")), x.Gradient, 1e-9, "gradient of x");
            Close.Assert(Flat(pass.GetProperty("gradient_gamma")), scale.Gradient, 1e-10, "gradient of gamma");
            Close.Assert(Flat(pass.GetProperty("gradient_beta")), shift.Gradient, 1e-10, "gradient of beta");
            if (kind != "batch_norm")
                continue;

            Close.Assert(Flat(pass.GetProperty("running_mean")), mean.Data, 1e-12, "running mean");
            Close.Assert(Flat(pass.GetProperty("running_variance")), variance.Data, 1e-12, "running variance");
        }
    }

    private static Tensor<double> Vector(JsonElement element)
    {
        double[] values = Flat(element);
        return new Tensor<double>(new Shape(values.Length), values, requiresGradient: true);
    }

    private static double[] Flat(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Flat)]
        : [element.GetDouble()];
}
