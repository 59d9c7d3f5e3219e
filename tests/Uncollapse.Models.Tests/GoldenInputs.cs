using System.Text.Json;

namespace Uncollapse.Models.Tests;

/// <summary>The inputs of tests/Golden/README.md, made from the same integer hash as PyTorch's side.</summary>
internal static class GoldenInputs
{
    public static JsonElement Load(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Uncollapse.Tests.TestFiles.Golden(file)));
        return document.RootElement.Clone();
    }

    public static double[] Flat(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Flat)]
        : [element.GetDouble()];

    public static uint Hash(uint stream, uint index)
    {
        unchecked
        {
            uint h = (index * 0x9E3779B1u) + (stream * 0x85EBCA77u) + 0xC2B2AE3Du;
            h ^= h >> 16;
            h *= 0x7FEB352Du;
            h ^= h >> 15;
            h *= 0x846CA68Bu;
            return h ^ (h >> 16);
        }
    }

    public static float Symmetric(uint stream, int index, float scale) =>
        (((Hash(stream, (uint)index) >> 8) * (1f / (1 << 23))) - 1) * scale;

    public static float NearNormal(uint stream, int index)
    {
        uint sum = 0;
        for (int j = 0; j < 12; j++)
            sum += Hash(stream, (uint)((12 * index) + j)) >> 16;
        return (sum * (1f / (1 << 16))) - 6;
    }

    public static float Pixel(int example, int pixel)
    {
        uint kind = Hash(100, (uint)example) >> 30;
        bool on = ((pixel / 28 / 4) + (pixel % 28 / 4) + kind) % 4 == 0;
        return Hash(101, (uint)((784 * example) + pixel)) >> 24 < (on ? 192u : 32u) ? 1 : 0;
    }
}
