using System.Numerics;
using System.Text.Json;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tests;

namespace Uncollapse.Tensors.Tests.Ops;

/// <summary>The operations on images, their values and gradients, against PyTorch in double: double to 1e-10, float to 1e-5.</summary>
/// <remarks>Values, and gradients in double, are held number by number, each relative to itself or to a hundredth of its tensor's largest
/// (<see cref="Close.Assert"/>). A gradient in float is held to 1e-5 of its tensor's scale, the root of its mean square (<see cref="Close.AssertToScale"/>):
/// a filter's sums products over every pixel, and where they cancel the rest is small beside the rounding of its terms in any order of summation. Number
/// by number, that leaves 1e-4.</remarks>
public sealed class ImageGoldenTests
{
    [Theory]
    [InlineData("convolution")]
    [InlineData("transposed")]
    [InlineData("max_pool")]
    [InlineData("average_pool")]
    [InlineData("upsample")]
    [InlineData("group_norm")]
    public void AgreesWithPyTorch(string kind)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("images.json")));
        foreach (var golden in document.RootElement.GetProperty(kind).EnumerateArray())
        {
            Check<double>(kind, golden, 1e-10);
            Check<float>(kind, golden, 1e-5);
        }
    }

    private static void Check<T>(string kind, JsonElement golden, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var tape = new Tape<T>();
        string[] names = kind switch
        {
            "convolution" or "transposed" => ["x", "w", "b"],
            "group_norm" => ["x", "scale", "shift"],
            _ => ["x"],
        };
        Tensor<T>[] inputs = [.. names.Select(name => Read<T>(golden.GetProperty(name), true))];
        var y = Build(kind, golden, tape, inputs);
        using var upstream = Read<T>(golden.GetProperty("upstream"), false);
        Assert.Equal(upstream.Shape, y.Shape);
        Close.Assert(Flat(golden.GetProperty("y")), OpRun<T>.Widen(y.Data), tolerance, $"{kind} y");
        tape.Backward(tape.Mean(tape.Multiply(y, upstream)), scale: y.Length);
        for (int i = 0; i < names.Length; i++)
        {
            double[] expected = Flat(golden.GetProperty("d" + names[i])), found = OpRun<T>.Widen(inputs[i].Gradient);
            Close.AssertToScale(expected, found, tolerance, $"{kind} gradient of {names[i]}");
            Close.Assert(expected, found, typeof(T) == typeof(float) ? 10 * tolerance : tolerance, $"{kind} gradient of {names[i]}");
            inputs[i].Dispose();
        }
    }

    private static Tensor<T> Build<T>(string kind, JsonElement golden, Tape<T> tape, Tensor<T>[] inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (kind)
        {
            case "upsample": return tape.UpsampleNearest2d(inputs[0], golden.GetProperty("factor").GetInt32());
            case "group_norm": return tape.GroupNorm(inputs[0], golden.GetProperty("groups").GetInt32(), inputs[1], inputs[2], 1e-5);
            case "max_pool" or "average_pool":
                int padding = golden.GetProperty("padding").GetInt32();
                int[] kernel = Pair(golden, "kernel"), step = Pair(golden, "stride");
                var windows = ConvolutionSettings.Uniform(padding: padding) with { StrideY = step[0], StrideX = step[1] };
                return kind == "max_pool" ? tape.MaxPool2d(inputs[0], kernel[0], kernel[1], windows) : tape.AveragePool2d(inputs[0], kernel[0], kernel[1], windows);
            default:
                int[] stride = Pair(golden, "stride"), dilation = Pair(golden, "dilation"), sides = Pair(golden, "padding"), more = Pair(golden, "output_padding");
                var settings = new ConvolutionSettings
                {
                    StrideY = stride[0], StrideX = stride[1], DilationY = dilation[0], DilationX = dilation[1], Groups = golden.GetProperty("groups").GetInt32(),
                    PaddingTop = sides[0], PaddingBottom = sides[1], PaddingLeft = sides[2], PaddingRight = sides[3], OutputPaddingY = more[0], OutputPaddingX = more[1],
                };
                return kind == "convolution"
                    ? tape.Conv2d(inputs[0], inputs[1], inputs[2], settings)
                    : tape.ConvTranspose2d(inputs[0], inputs[1], inputs[2], settings);
        }
    }

    private static int[] Pair(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    private static Tensor<T> Read<T>(JsonElement element, bool requiresGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] extents = [.. Extents(element)];
        var shape = extents.Length == 1 ? new Shape(extents[0]) : new Shape(extents[0], extents[1], extents[2], extents[3]);
        return new Tensor<T>(shape, [.. Flat(element).Select(T.CreateChecked)], requiresGradient);
    }

    private static IEnumerable<int> Extents(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? Extents(element[0]).Prepend(element.GetArrayLength()) : [];

    private static double[] Flat(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Flat)]
        : [element.GetDouble()];
}
