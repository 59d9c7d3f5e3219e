using Uncollapse.Data.Npy;
using Uncollapse.Tests;

namespace Uncollapse.Cli.Tests;

/// <summary>Posteriors of other programs, as people save them: what is not meant is said, and what to do.</summary>
public sealed class PosteriorInputTests
{
    private readonly string _folder = TestFiles.TemporaryFolder();

    [Fact]
    public void TransposedArraysAndAVarianceSavedAsItsLogarithmAreWarnedOf()
    {
        string file = Archive("logvar", 10, 200, 0.5f);
        var run = CommandLine.Run("diagnose", "--posterior", file);
        Assert.Equal(0, run.Code);
        Assert.Contains("warning: 10 examples of 200 units: are mu and logvar transposed? expected [examples, units]", run.Error, StringComparison.Ordinal);
        Assert.Contains("warning: logvar is above 0 everywhere: it looks like a variance or a standard deviation", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("logvar", -0.5f)]
    [InlineData("var", 2f)]
    public void APosteriorAsItShouldBeIsNotWarnedOf(string spread, float value)
    {
        var run = CommandLine.Run("diagnose", "--posterior", Archive(spread, 50, 3, value));
        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("warning", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnArrayAndATextAreNoArchive()
    {
        string array = Path.Combine(_folder, "m.npy"), text = Path.Combine(_folder, "m.csv");
        NpyWriter.Write(array, NpyArray.From(new float[6], 3, 2));
        File.WriteAllText(text, "0.1,0.2\n0.3,0.4\n");
        var ofArray = CommandLine.Run("diagnose", "--posterior", array);
        Assert.Equal($"{array}: expected an .npz archive with mu and logvar, found a .npy array", ofArray.ErrorLine);
        Assert.Contains("--mu M.npy --logvar V.npy", ofArray.Error, StringComparison.Ordinal);
        Assert.Equal($"{text}: expected an .npz archive with mu and logvar, found text", CommandLine.Run("diagnose", "--posterior", text).ErrorLine);
    }

    [Fact]
    public void ANegativeVarianceIsToldFromItsLogarithm()
    {
        var run = CommandLine.Run("diagnose", "--posterior", Archive("var", 50, 3, -1));
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("hint: a var is above 0; if these are logarithms of variances, save them as 'logvar'", run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void NothingIsMadeForARunThatIsNotThere()
    {
        string run = Path.Combine(_folder, "nowhere");
        foreach (string command in new[] { "embed", "sample", "reconstruct", "traverse", "export", "diagnose" })
        {
            Assert.Equal(ExitCode.BadInput, CommandLine.Run(command, run).Code);
            string name = command switch { "embed" => "z.npy", "export" => "m.npz", "diagnose" => "d", _ => "x.png" };
            Assert.Equal(ExitCode.BadInput, CommandLine.Run(command, run, "--out", Path.Combine(_folder, "deep", name)).Code);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    private string Archive(string spread, int examples, int units, float value)
    {
        string file = Path.Combine(_folder, "q.npz");
        using var archive = new NpzWriter(file);
        archive.Add("mu", [.. Enumerable.Range(0, examples * units).Select(i => MathF.Sin(i))], examples, units);
        archive.Add(spread, [.. Enumerable.Repeat(value, examples * units)], examples, units);
        archive.Commit();
        return file;
    }
}
