using System.Text.Json;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests;

/// <summary>What the programs that wrote tests/Golden/data read back from their files (tools/reference/data_golden.py).</summary>
internal static class Expected
{
    private static readonly JsonElement Root = JsonDocument.Parse(System.IO.File.ReadAllBytes(File("expected.json"))).RootElement;

    public static IEnumerable<string> Names => Root.EnumerateObject().Select(entry => entry.Name);

    public static string File(string name) => TestFiles.Golden(System.IO.Path.Combine("data", name));

    public static byte[] Bytes(string name) => System.IO.File.ReadAllBytes(File(name));

    public static JsonElement Of(string name) => Root.GetProperty(name);

    public static double[] Values(JsonElement entry, string key = "values") => [.. entry.GetProperty(key).EnumerateArray().Select(value => value.GetDouble())];

    public static int[] Shape(JsonElement entry) => [.. entry.GetProperty("shape").EnumerateArray().Select(value => value.GetInt32())];
}
