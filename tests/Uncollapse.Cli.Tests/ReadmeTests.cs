using Uncollapse.Data.Npy;
using Uncollapse.Tests;

namespace Uncollapse.Cli.Tests;

/// <summary>The command lines of the documents, run in their order on small data: what a reader types works.</summary>
public sealed class ReadmeTests
{
    private const string FromSource = "dotnet run -c Release --project src/Uncollapse.Cli -- ";
    private const string Tool = "uncollapse ";

    [Fact]
    public void EveryCommandOfTheReadmeRuns()
    {
        string folder = SmallData.Folder();
        float[] numbers = [.. Enumerable.Range(0, 200).Select(i => (float)Math.Sin(i))];
        using (var archive = new NpzWriter(Path.Combine(folder, "q.npz")))
        {
            archive.Add("mu", numbers, 100, 2);
            archive.Add("logvar", numbers, 100, 2);
            archive.Commit();
        }

        Cells(Path.Combine(folder, "hg19"));
        File.WriteAllLines(Path.Combine(folder, "types.csv"), Enumerable.Range(1, 80).Select(cell => $"CELL{cell:000}-1,{(cell % 2 == 0 ? "B" : "T")}").Prepend("cell,type"));
        File.WriteAllLines(Path.Combine(folder, "metrics.csv"), Enumerable.Range(0, 40).Select(step => $"{step},{40 - step},{500 - step}").Prepend("step,train_kl,train_recon"));
        // HDF5 needs a library that need not be there; it has tests of its own.
        string[] lines = [.. Commands(Path.Combine(TestFiles.Root, "README.md")).Where(line => !line.Contains("runs/cells", StringComparison.Ordinal))];
        Assert.Contains(lines, line => line.StartsWith("train --data synthetic:shapes", StringComparison.Ordinal));
        Assert.True(lines.Length >= 8, string.Join('\n', lines));
        foreach (string line in lines)
        {
            string[] words = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Local(word, folder))];

            // One epoch shows that a line is right as well as thirty do.
            if (words[0] == "train" && !words.Contains("--resume") && !words.Contains("--epochs")) words = [.. words, "--epochs", "1"];
            // One case does as well as all of them.
            if (words[0] == "zoo") words = [.. words, "--only", "unscaled-data"];
            // A few examples and codes do as well as many.
            if (words[0] == "treat") words = [.. words, "--examples", "200", "--importance-samples", "5", "--trials", "3"];
            if (words[0] == "sweep") words = [.. words.Select(word => word.Replace("seed=1,2,3", "seed=1", StringComparison.Ordinal).Replace(":5log", ":2log", StringComparison.Ordinal)), "--epochs", "1", "--measured", "100", "--importance-samples", "5", "--refine", "0"];
            var run = CommandLine.Run(words);
            Assert.True(run.Code == ExitCode.Done, $"{line}\n{run.Error}");
        }

        Assert.True(File.Exists(Path.Combine(folder, "runs", "first", "report.html")));
        Assert.True(File.Exists(Path.Combine(folder, "q-diagnosis", "report.html")));
    }

    private static IEnumerable<string> Commands(string document)
    {
        bool shell = false;
        foreach (string line in File.ReadLines(document))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) shell = line == "```sh";
            if (!shell) continue;
            string command = line.Split(" #")[0].Trim();
            if (command.StartsWith(FromSource, StringComparison.Ordinal)) yield return command[FromSource.Length..];
            else if (command.StartsWith(Tool, StringComparison.Ordinal)) yield return command[Tool.Length..];
        }
    }

    /// <summary>A folder as Cell Ranger writes it: 80 cells, 40 genes, more of the later ones in the later cells.</summary>
    private static void Cells(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, "genes.tsv"), Enumerable.Range(1, 40).Select(gene => $"ENSG{gene:000}\tGENE{gene}"));
        File.WriteAllLines(Path.Combine(folder, "barcodes.tsv"), Enumerable.Range(1, 80).Select(cell => $"CELL{cell:000}-1"));
        string[] entries = [.. Enumerable.Range(1, 80).SelectMany(cell => Enumerable.Range(1, 40).Where(gene => (gene * cell) % 3 > 0).Select(gene => $"{gene} {cell} {1 + ((gene * cell) % 7) + (gene * cell / 800)}"))];
        File.WriteAllLines(Path.Combine(folder, "matrix.mtx"), ["%%MatrixMarket matrix coordinate integer general", $"40 80 {entries.Length}", .. entries]);
    }

    private static string Local(string word, string folder) => word switch
    {
        "PATH" => Path.Combine(folder, "bars.npy"),
        "filtered_gene_bc_matrices/hg19" => Path.Combine(folder, "hg19"),
        "codes.csv" or "q.npz" or "q-diagnosis" or "types.csv" or "metrics.csv" => Path.Combine(folder, word),
        _ when word.StartsWith("runs/", StringComparison.Ordinal) => Path.Combine(folder, word),
        _ => word,
    };
}
