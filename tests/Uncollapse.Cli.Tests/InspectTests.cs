using System.Globalization;
using System.Text.Json.Nodes;
using Uncollapse.Data.Npy;
using Uncollapse.Data.Png;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Runs;

namespace Uncollapse.Cli.Tests;

/// <summary>embed, sample, reconstruct, traverse and export.</summary>
public sealed class InspectTests
{
    private readonly string _folder = SmallData.Folder();
    private readonly string _run;

    public InspectTests() => _run = SmallData.Run(_folder);

    private string File(string name) => Path.Combine(_folder, name);

    [Fact]
    public void CodesAreTheSameInEveryFormat()
    {
        foreach (string name in new[] { "z.npy", "z.npz", "z.csv" }) Assert.Equal(0, CommandLine.Run("embed", _run, "--out", File(name)).Code);
        NpyArray array = NpyReader.Read(File("z.npy"));
        Assert.Equal([20, 2], array.Shape);
        using var archive = NpzFile.Open(File("z.npz"));
        Assert.True(array.Bytes.SequenceEqual(archive.Read("mu").Bytes));
        string[] lines = System.IO.File.ReadAllLines(File("z.csv"));
        Assert.Equal("split,example,z0,z1,logvar0,logvar1", lines[0]);
        float[] table = [.. lines.Skip(1).SelectMany(line => line.Split(',')[2..4]).Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(array.ToSingle(), table);
        Assert.All(lines.Skip(1), line => Assert.StartsWith("test,", line, StringComparison.Ordinal));
    }

    [Fact]
    public void AllExamplesComeInTheFilesOwnOrderAndSoDoThoseOfAnotherSource()
    {
        Assert.Equal(0, CommandLine.Run("embed", _run, "--split", "all", "--out", File("all.npy")).Code);
        Assert.Equal(0, CommandLine.Run("embed", _run, "--data", File("bars.npy"), "--out", File("other.npy")).Code);
        NpyArray all = NpyReader.Read(File("all.npy"));
        Assert.Equal([SmallData.Examples, 2], all.Shape);
        Assert.True(all.Bytes.SequenceEqual(NpyReader.Read(File("other.npy")).Bytes));

        // An example of the table is the same one wherever it is met.
        Assert.Equal(0, CommandLine.Run("embed", _run, "--out", File("test.csv")).Code);
        string[] fields = System.IO.File.ReadAllLines(File("test.csv"))[3].Split(',');
        int example = int.Parse(fields[1], CultureInfo.InvariantCulture);
        Assert.Equal(all.ToSingle()[2 * example], float.Parse(fields[2], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void OneOfAThingIsSingular()
    {
        Assert.StartsWith("1 sample: ", CommandLine.Run("sample", _run, "--count", "1").Output, StringComparison.Ordinal);
        Assert.StartsWith("1 example and its reconstruction: ", CommandLine.Run("reconstruct", _run, "--count", "1").Output, StringComparison.Ordinal);
        Assert.StartsWith("20 codes of 2 units: ", CommandLine.Run("embed", _run).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void DataOfAnotherShapeAreRefused()
    {
        NpyWriter.Write(File("wide.npy"), NpyArray.From(new float[10 * 65], 10, 65));
        var run = CommandLine.Run("embed", _run, "--data", File("wide.npy"), "--out", File("z.npy"));
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("expected examples of 64 values", run.ErrorLine, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File("z.npy")));
    }

    [Theory]
    [InlineData("sample", "--count 10", "10,8,8,1")]
    [InlineData("reconstruct", "--count 5", "5,2,8,8,1")]
    [InlineData("traverse", "--units 1,0 --steps 4", "2,4,8,8,1")]
    public void ArraysHoldOneExampleAPlaceAndSheetsAreReadablePictures(string command, string options, string shape)
    {
        var asArray = CommandLine.Run([command, _run, "--out", File("x.npy"), "--json", .. options.Split(' ')]);
        Assert.True(asArray.Code == 0, asArray.Error);
        Assert.Equal(shape, string.Join(',', NpyReader.Read(File("x.npy")).Shape));
        Assert.Equal(shape, string.Join(',', asArray.Json["shape"]!.AsArray().Select(extent => extent!.GetValue<int>())));
        Assert.All(NpyReader.Read(File("x.npy")).ToSingle(), value => Assert.InRange(value, 0, 1));

        var asSheet = CommandLine.Run([command, _run, .. options.Split(' ')]);
        Assert.True(asSheet.Code == 0, asSheet.Error);
        string sheet = asSheet.Output.TrimEnd()[(asSheet.Output.LastIndexOf(": ", StringComparison.Ordinal) + 2)..];
        PngImage picture = PngReader.Read(sheet);
        Assert.True(picture.Width > 100 && picture.Samples.Distinct().Count() > 10);
        Assert.Equal(ExitCode.Usage, CommandLine.Run([command, _run, .. options.Split(' ')]).Code);
    }

    [Fact]
    public void ReconstructionsStandBesideTheExamplesOfTheFile()
    {
        Assert.Equal(0, CommandLine.Run("reconstruct", _run, "--split", "all", "--count", "3", "--out", File("r.npy")).Code);
        float[] pairs = NpyReader.Read(File("r.npy")).ToSingle();
        float[] data = NpyReader.Read(File("bars.npy")).ToSingle();
        Assert.Equal(data[..64], pairs[..64]);
        Assert.Equal(data[64..128], pairs[128..192]);
    }

    [Fact]
    public void TraverseNumbersItsRowsAndRanksUnitsByTheRatesOfTheDiagnosis()
    {
        JsonNode diagnosis = CommandLine.Run("diagnose", _run, "--json", "--importance-samples", "0").Json;
        (int Index, double Rate)[] units =
        [
            .. diagnosis["units"]!.AsArray().Select(unit => (unit!["index"]!.GetValue<int>(), unit["rate"]!.GetValue<double>())).OrderByDescending(unit => unit.Item2),
        ];
        var traversed = CommandLine.Run("traverse", _run, "--example", "3", "--steps", "2");
        string order = string.Join(", ", units.Select(unit => string.Create(CultureInfo.InvariantCulture, $"{unit.Index} ({unit.Rate:0.00} nats)")));
        string sheet = Path.Combine(_run, "pictures", "traversals.png");
        Assert.Equal($"example 3 of the test split, a row each for units {order}: {sheet}", traversed.Output.ReplaceLineEndings(" ").TrimEnd());
        // 8 x 8 pixels shown 7 times as large, a gap of 2, and a margin for a number of one digit.
        PngImage picture = PngReader.Read(sheet);
        Assert.Equal((10 + 2 + (2 * 58), 2 + (2 * 58)), (picture.Width, picture.Height));
    }

    [Fact]
    public void EqualSeedsGiveEqualSamplesOthersOthers()
    {
        foreach (string seed in new[] { "1", "1", "2" }) Assert.Equal(0, CommandLine.Run("sample", _run, "--seed", seed, "--draw", "--out", File($"{seed}-{Directory.GetFiles(_folder).Length}.npy")).Code);
        byte[][] files = [.. Directory.GetFiles(_folder, "?-*.npy").Order(StringComparer.Ordinal).Select(System.IO.File.ReadAllBytes)];
        Assert.Equal(files[0], files[1]);
        Assert.NotEqual(files[1], files[2]);
    }

    [Fact]
    public void ExportedWeightsAreTheModels()
    {
        var exported = CommandLine.Run("export", _run, "--to", "npz", "--out", File("m.npz"), "--checkpoint", "last");
        Assert.True(exported.Code == 0, exported.Error);
        using var archive = NpzFile.Open(File("m.npz"));
        using var model = RunFolder.Open(_run).LoadModel(CheckpointKind.Last);
        Assert.Equal(model.Parameters.All.Select(parameter => parameter.Name), archive.Names);
        Assert.All(model.Parameters.All, parameter => Assert.Equal(parameter.Tensor.Data.ToArray(), archive.Read(parameter.Name).ToSingle()));
        Assert.Contains("latent: 2", archive.ReadText("plan.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void ExamplesThatAreNoPicturesGoIntoAnArray()
    {
        string run = File("gaussian");
        Assert.Equal(0, CommandLine.Run("train", "--data", "synthetic:gaussian?examples=400", "--likelihood", "gaussian", "--hidden", "none", "--latent", "2", "--epochs", "1", "--out", run).Code);
        var sheet = CommandLine.Run("sample", run);
        Assert.Equal(ExitCode.Usage, sheet.Code);
        Assert.Contains("examples of 5 values", sheet.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("sample", run, "--count", "3", "--out", File("x.npy")).Code);
        Assert.Equal([3, 5], NpyReader.Read(File("x.npy")).Shape);
    }

    [Fact]
    public void DataAreListedAndDescribed()
    {
        JsonNode list = CommandLine.Run("data", "list", "--json").Json;
        Assert.Contains("synthetic:shapes", list["datasets"]!.AsArray().Select(entry => entry!["name"]!.GetValue<string>()));
        Assert.Contains("mnist", CommandLine.Run("data", "list").Output, StringComparison.Ordinal);
        JsonNode bars = CommandLine.Run("data", "describe", File("bars.npy"), "--json").Json;
        Assert.Equal((SmallData.Examples, true, "8,8,1"), (bars["examples"]!.GetValue<int>(), bars["binary"]!.GetValue<bool>(), string.Join(',', bars["shape"]!.AsArray().Select(extent => extent!.GetValue<int>()))));
        Assert.Contains($"uncollapse train --data {File("bars.npy")}", CommandLine.Run("data", "describe", File("bars.npy")).Output, StringComparison.Ordinal);
        Assert.Equal("NAME: expected mnist or fashion-mnist, found 'mnits'", CommandLine.Run("data", "fetch", "mnits").ErrorLine);
        Assert.Equal(ExitCode.BadInput, CommandLine.Run("data", "describe", File("none.npy")).Code);
    }

    [Theory]
    [InlineData(true, "note the last column holds 3 integers, 0 to 2; if it is a label: --label-column last")]
    [InlineData(false, "note the first column holds 3 integers, 0 to 2; if it is a label: --label-column 0")]
    public void ALabelThatIsReadAsAValueIsPointedOut(bool last, string note)
    {
        string table = File("table.csv");
        System.IO.File.WriteAllLines(table, Enumerable.Range(0, 60).Select(n => last ? $"{n % 7}.25,{n * n},{n % 3}" : $"{n % 3},{n * n},{n % 7}.25"));
        string column = note.Split(' ')[^1];
        string words = string.Join(' ', CommandLine.Run("data", "describe", table).Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(note, words, StringComparison.Ordinal);
        var told = CommandLine.Run("data", "describe", table, "--label-column", column);
        Assert.DoesNotContain("if it is a label", told.Output, StringComparison.Ordinal);
        string command = told.Output.Split('\n').Single(line => line.Contains("uncollapse train", StringComparison.Ordinal)).Trim();
        Assert.EndsWith($"--label-column {column}", command, StringComparison.Ordinal);
        string run = File("labelled");
        var trained = CommandLine.Run([.. command.Split(' ')[1..], "--out", run, "--epochs", "1"]);
        Assert.True(trained.Code == 0, trained.Error);
        Assert.Contains("examples of 1 x 2 x 1", trained.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ATableOfBinaryValuesHasNoLabelPointedOut()
    {
        System.IO.File.WriteAllLines(File("binary.csv"), Enumerable.Range(0, 60).Select(n => $"{n & 1},{(n >> 1) & 1},{(n >> 2) & 1},{(n >> 3) & 1}"));
        Assert.Empty(CommandLine.Run("data", "describe", File("binary.csv"), "--json").Json["notes"]!.AsArray());
    }
}
