using System.Text.Json.Nodes;
using Uncollapse.Data.AnnData;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Cli.Tests;

/// <summary>What people who look at cells do: labels beside a folder, a code into an .h5ad, what the code holds.</summary>
public sealed class CellsTests : IDisposable
{
    private const int Genes = 30;
    private readonly string _folder = TestFiles.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Labels_join_by_barcode_and_the_code_is_probed()
    {
        string labels = Cells("cells", depthOnly: false);
        string run = Train("cells", "--labels", labels);
        var diagnosed = CommandLine.Run("diagnose", run, "--importance-samples", "0", "--json");
        Assert.True(diagnosed.Code == ExitCode.Done, diagnosed.Error);
        JsonArray probes = diagnosed.Json["probes"]!.AsArray();
        Assert.Equal(["type", "log library"], probes.Select(probe => (string?)probe!["column"]));
        Assert.Equal("class", (string?)probes[0]!["kind"]);
        Assert.True((double)probes[0]!["linear"]!["balanced_accuracy"]! > 0.9, probes.ToJsonString());
        Assert.True((double)probes[0]!["information"]!["estimate"]! > 0.4);
        Assert.InRange((double)probes[0]!["information"]!["baseline"]!, -0.1, 0.1);
        JsonNode near = Assert.Single(diagnosed.Json["neighbourhoods"]!.AsArray())!;
        Assert.True((double)near["purity"]! > 0.9 && (double)near["components_purity"]! > 0.9, near.ToJsonString());
        Assert.False((bool)diagnosed.Json["depth"]!["is_all"]!);
        Assert.Equal("healthy", (string?)diagnosed.Json["verdict"]);
        string report = File.ReadAllText(Path.Combine(run, "report.html"));
        Assert.Contains("The code as a map", report, StringComparison.Ordinal);
        Assert.Contains("id=\"genes\"", report, StringComparison.Ordinal);
        Assert.Contains("G3", report, StringComparison.Ordinal);
        // Cells' names come first in a table of codes; an .h5ad is made of no other format.
        string table = Path.Combine(_folder, "codes.csv");
        Assert.Equal(0, CommandLine.Run("embed", run, "--split", "all", "--out", table).Code);
        string[] lines = File.ReadAllLines(table);
        Assert.StartsWith("cell,split,example,z0,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("cell-0,train,0,", lines[1], StringComparison.Ordinal);
        var refused = CommandLine.Run("embed", run, "--out", Path.Combine(_folder, "codes.h5ad"));
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("(10x mtx) is none", refused.ErrorLine, StringComparison.Ordinal);
    }

    /// <summary>Cells of one kind that differ in depth alone, and a unit for the library: it informs and is used, and is nothing to look at.</summary>
    [Fact]
    public void A_code_that_only_holds_depth_is_partial()
    {
        Cells("deep", depthOnly: true);
        string run = Train("deep", "--library", "latent");
        var diagnosed = CommandLine.Run("diagnose", run, "--importance-samples", "0", "--json");
        Assert.True(diagnosed.Code == ExitCode.Done, diagnosed.Error);
        Assert.True((bool)diagnosed.Json["depth"]!["is_all"]!, diagnosed.Output);
        Assert.Equal("partial", (string?)diagnosed.Json["verdict"]);
        Assert.StartsWith("Partial: the code holds only depth", (string?)diagnosed.Json["explanation"]![0], StringComparison.Ordinal);
        Assert.True((double)diagnosed.Json["probes"]![0]!["linear"]!["r2"]! > 0.8);
    }

    /// <summary>All cells get a code, also those that the training's filter drops; the source stays as it was, and is added to only where that is allowed.</summary>
    [SharedDataFact("h5ad-variants")]
    public void A_code_goes_into_a_copy_of_the_file()
    {
        string source = Path.Combine(_folder, "cells.h5ad"), run = Path.Combine(_folder, "run"), target = Path.Combine(_folder, "with.h5ad");
        File.Copy(SharedData.Path("h5ad-variants/gzip.h5ad"), source);
        byte[] before = File.ReadAllBytes(source);
        var trained = CommandLine.Run("train", "--data", source, "--epochs", "1", "--warmup", "0", "--min-genes", "20", "--out", run);
        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        Assert.Equal(0, CommandLine.Run("embed", run, "--out", target).Code);
        Assert.Equal(before, File.ReadAllBytes(source));
        Assert.Equal(ExitCode.Usage, CommandLine.Run("embed", run, "--out", target).Code);
        Assert.Equal(ExitCode.Usage, CommandLine.Run("embed", run, "--out", source).Code);
        Assert.Equal(ExitCode.Usage, CommandLine.Run("embed", run, "--split", "test", "--out", Path.Combine(_folder, "b.h5ad")).Code);
        Assert.Equal(before, File.ReadAllBytes(source));
        Assert.Equal(0, CommandLine.Run("embed", run, "--out", source, "--force").Code);
        Assert.Equal(0, CommandLine.Run("embed", run, "--out", source, "--force").Code);
        Assert.Equal(0, CommandLine.Run("embed", run, "--data", target, "--out", Path.Combine(_folder, "other.h5ad"), "--force").Code);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
        string table = Path.Combine(_folder, "all.csv");
        Assert.Equal(0, CommandLine.Run("embed", run, "--split", "all", "--out", table).Code);
        // The code's file refuses another number of cells: as many lines as codes that it took.
        float[] codes = [.. File.ReadAllLines(table).Skip(1).SelectMany(line => line.Split(',')[3..13]).Select(text => float.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
        H5adWriter.WriteEmbedding(source, Path.Combine(_folder, "again.h5ad"), "X_again", codes, 10);
        Assert.Equal(300, codes.Length / 10);
    }

    private string Train(string data, params string[] more)
    {
        string run = Path.Combine(_folder, $"{data}-run");
        var trained = CommandLine.Run(["train", "--data", Path.Combine(_folder, data), "--latent", "2", "--genes", "null", "--hidden", "32", "--epochs", "60", "--batch-size", "25", "--lr", "0.005", "--out", run, .. more]);
        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        return run;
    }

    /// <summary>A 10x folder of 400 cells with Poisson-like counts of two kinds (or one), and a table of their kinds.</summary>
    private string Cells(string name, bool depthOnly)
    {
        const int cells = 400;
        string folder = Path.Combine(_folder, name), labels = Path.Combine(_folder, $"{name}.tsv");
        Directory.CreateDirectory(folder);
        var rng = new Rng(7);
        var lines = new List<string>();
        for (int n = 0; n < cells; n++)
        {
            float[] normal = new float[1 + Genes];
            rng.Fork((ulong)n).FillNormal(normal);
            double depth = Math.Exp(0.6 * normal[0]);
            for (int gene = 0; gene < Genes; gene++)
            {
                double mean = depth * (depthOnly || gene >= 10 ? 12 : n % 2 == gene % 2 ? 30 : 3);
                int count = (int)Math.Round(Math.Max(0, mean + (Math.Sqrt(mean) * normal[1 + gene])));
                if (count > 0) lines.Add($"{gene + 1} {n + 1} {count}");
            }
        }

        File.WriteAllLines(Path.Combine(folder, "matrix.mtx"), ["%%MatrixMarket matrix coordinate integer general", $"{Genes} {cells} {lines.Count}", .. lines]);
        File.WriteAllLines(Path.Combine(folder, "barcodes.tsv"), Enumerable.Range(0, cells).Select(n => $"cell-{n}"));
        File.WriteAllLines(Path.Combine(folder, "genes.tsv"), Enumerable.Range(0, Genes).Select(gene => $"id{gene}\tG{gene}"));
        File.WriteAllLines(labels, ["cell\ttype", .. Enumerable.Range(0, cells).Select(n => $"cell-{n}\t{(n % 2 == 0 ? "even" : "odd")}")]);
        return labels;
    }
}
