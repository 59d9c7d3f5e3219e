using System.Text.Json;
using Uncollapse.Tests;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>Reads the golden files' numbers; infinities and NaN are strings there.</summary>
internal static class GoldenNumbers
{
    internal static JsonElement Open(string file) => JsonDocument.Parse(File.ReadAllBytes(TestFiles.Golden(file))).RootElement;

    internal static double[] List(JsonElement array) => [.. array.EnumerateArray().Select(Number)];

    internal static double[][] Rows(JsonElement array) => [.. array.EnumerateArray().Select(List)];

    private static double Number(JsonElement element) => element.ValueKind != JsonValueKind.String
        ? element.GetDouble()
        : element.GetString()!.Trim('+').ToUpperInvariant() switch { "INF" or "INFINITY" => double.PositiveInfinity, "-INF" or "-INFINITY" => double.NegativeInfinity, _ => double.NaN };
}
