using System.Text.Json;
using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Models.Tests.Layers;

/// <summary>The transformer's block against PyTorch's, and its causality.</summary>
public sealed class TransformerBlockTests
{
    private static readonly Initialiser Uniform = new(Initialisation.Uniform, new Rng(3));

    [Fact]
    public void TheTransformerBlockIsPyTorchs()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("sequences.json")));
        var golden = document.RootElement.GetProperty("block");
        using var parameters = new ParameterSet<double>();
        var block = new TransformerBlock<double>(parameters, "block", 8, golden.GetProperty("heads").GetInt32(), Uniform);
        foreach (var parameter in golden.GetProperty("parameters").EnumerateObject())
            Flat(parameter.Value).CopyTo(parameters["block." + parameter.Name].Tensor.Data);
        Assert.Equal(parameters.Trained.Count, golden.GetProperty("parameters").EnumerateObject().Count());
        using var x = new Tensor<double>(new Shape(3, 6, 8), Flat(golden.GetProperty("x")), requiresGradient: true);
        using var upstream = new Tensor<double>(x.Shape, Flat(golden.GetProperty("upstream")));
        using var tape = new Tape<double>();
        var output = block.Forward(x, new Pass<double>(tape, Training: true, new Rng(1)));
        Close(Flat(golden.GetProperty("out")), output.Data);
        tape.Backward(tape.Mean(tape.Multiply(output, upstream)), scale: x.Length);
        Close(Flat(golden.GetProperty("gradient_x")), x.Gradient);
    }

    [Fact]
    public void TheBlockSeesNoLaterStep()
    {
        using var parameters = new ParameterSet<float>();
        var block = new TransformerBlock<float>(parameters, "block", 12, 3, Uniform, dropout: 0.5);
        using var tape = new Tape<float>(TapeMode.Inference);
        using var x = new Tensor<float>(new Shape(2, 7, 12));
        new Rng(2).FillNormal(x.Data);
        var pass = new Pass<float>(tape, Training: false, new Rng(1));
        float[] before = block.Forward(x, pass).Data.ToArray();
        x.Data.Slice(4 * 12, 3 * 12).Fill(5);
        tape.Reset();
        float[] after = block.Forward(x, pass).Data.ToArray();
        Assert.Equal(before[..48], after[..48]);
        Assert.Equal(before[84..], after[84..]);
        Assert.NotEqual(before[48..84], after[48..84]);
    }

    private static void Close(double[] expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-9);
    }

    private static double[] Flat(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Flat)]
        : [element.GetDouble()];
}
