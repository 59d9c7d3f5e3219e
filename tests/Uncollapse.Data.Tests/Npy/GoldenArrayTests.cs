using System.Text.Json;
using Uncollapse.Data.Idx;
using Uncollapse.Data.Matlab;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Tests.Npy;

/// <summary>Arrays that numpy and scipy wrote, against the values they read back.</summary>
public sealed class GoldenArrayTests
{
    public static TheoryData<string> NpyFiles => [.. Expected.Names.Where(name => name.StartsWith("npy_", StringComparison.Ordinal) && !name.Contains("text", StringComparison.Ordinal) && !name.Contains("bytes", StringComparison.Ordinal))];

    public static TheoryData<string> IdxFiles => [.. Expected.Names.Where(name => name.StartsWith("idx_", StringComparison.Ordinal))];

    [Fact]
    public void EveryGoldenFileOfTheScriptIsThere() => Assert.True(NpyFiles.Count >= 27 && IdxFiles.Count == 6);

    [Theory]
    [MemberData(nameof(NpyFiles))]
    public void NumpyArraysOfEveryKindOrderAndVersion(string name)
    {
        JsonElement expected = Expected.Of(name);
        NpyArray array = NpyReader.Read(Expected.File(name));
        Assert.Equal(Expected.Shape(expected), array.Shape);
        Assert.Equal(Expected.Values(expected), array.ToDouble());
        Assert.Equal(Expected.Values(expected).Select(v => (float)v), array.ToSingle());
    }

    [Theory]
    [MemberData(nameof(IdxFiles))]
    public void IdxArraysOfEveryKind(string name)
    {
        NpyArray array = IdxReader.Read(Expected.File(name));
        Assert.Equal(Expected.Shape(Expected.Of(name)), array.Shape);
        Assert.Equal(Expected.Values(Expected.Of(name)), array.ToDouble());
    }

    [Theory]
    [InlineData("npy_text.npy")]
    [InlineData("npy_bytes.npy")]
    public void NumpyTexts(string name) =>
        Assert.Equal(Expected.Of(name).GetProperty("text").EnumerateArray().Select(text => text.GetString()!), NpyReader.Read(Expected.File(name)).ToText());

    [Theory]
    [InlineData("npz_stored.npz")]
    [InlineData("npz_deflated.npz")]
    public void NumpyArchives(string name)
    {
        using var file = NpzFile.Open(Expected.File(name));
        foreach (JsonProperty expected in Expected.Of(name).GetProperty("arrays").EnumerateObject())
        {
            NpyArray array = file.Read(expected.Name);
            Assert.Equal(Expected.Shape(expected.Value), array.Shape);
            Assert.Equal(Expected.Values(expected.Value), array.ToDouble());
        }
    }

    [Theory]
    [InlineData("mat_plain.mat")]
    [InlineData("mat_packed.mat")]
    [InlineData("mat_big_endian.mat")]
    [InlineData("mat_other.mat")]
    public void MatlabArrays(string name)
    {
        IReadOnlyList<MatlabVariable> variables = MatlabReader.Read(Expected.File(name));
        foreach (JsonProperty expected in Expected.Of(name).GetProperty("arrays").EnumerateObject())
        {
            MatlabVariable variable = variables.Single(v => v.Name == expected.Name);
            Assert.Equal(Expected.Shape(expected.Value), variable.Axes);
            Assert.Equal(Expected.Values(expected.Value), variable.Numbers!.ToDouble());
        }
    }

    [Fact]
    public void MatlabKindsThatAreNotReadAreNamed()
    {
        IReadOnlyList<MatlabVariable> variables = MatlabReader.Read(Expected.File("mat_other.mat"));
        string Class(string name) => variables.Single(v => v.Name == name).ClassName;
        Assert.Equal(("struct", "complex", "sparse", "char"), (Class("s"), Class("c"), Class("sp"), Class("t")));
        Assert.Equal("words", variables.Single(v => v.Name == "t").Text);
        Assert.All(variables.Where(v => v.Name is "s" or "c" or "sp"), v => Assert.Null(v.Numbers));
    }
}
