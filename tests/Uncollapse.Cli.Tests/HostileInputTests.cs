using System.Text;
using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Tests;

/// <summary>What users, disks and other programs hand over by mistake: one clear line, the right code, never a stack trace.</summary>
public sealed class HostileInputTests
{
    private readonly string _folder = SmallData.Folder();

    public static TheoryData<string, string> Plans => new()
    {
        { "modle:\n  latent: 3\n", "modle" },
        { "model:\n  latnet: 3\n", "did you mean model.latent?" },
        { "model:\n  latent: many\n", "expected an integer, found 'many'" },
        { "model:\n  latent: 0\n", "expected 1 to 65536, found 0" },
        { "model: [1, 2\n", "YAML" },
        { "model:\n\tlatent: 3\n", "YAML" },
        { "- 1\n- 2\n", "expected" },
        { "just words\n", "expected" },
        { "data:\n  validation: 0.7\n  test: 0.7\n", "leave examples to train on" },
        { "data:\n  validation: 1.5\n", "a share in (0, 1)" },
        { "model:\n  likelihood:\n    sigma2: 0.1\n", "applies" },
        { "training:\n  epochs: 1\n  epochs: 2\n", "once" },
        { "training:\n  optimizer:\n    learning_rate: .nan\n", "a number" },
        { "objective:\n  bound: iwae\n  beta: 2\n", "iwae" },
        { "model: &a\n  latent: 2\nobjective: *a\n", "objective" },
        { "\u0000\u0001\u0002", "expected a mapping of keys" },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void ABadPlanIsExitCode2WithTheLineAndTheReason(string yaml, string reason)
    {
        string file = Path.Combine(_folder, "bad.yaml");
        File.WriteAllText(file, yaml);
        var run = CommandLine.Run("train", file, "--out", Path.Combine(_folder, "out"));
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Contains(file, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(_folder, "out")));
    }

    [Fact]
    public void AllProblemsOfAPlanAreSaidAtOnce()
    {
        string file = Path.Combine(_folder, "bad.yaml");
        File.WriteAllText(file, "model:\n  latent: 0\ntraining:\n  epochs: -1\n  batch_siz: 3\n");
        var run = CommandLine.Run("train", file);
        Assert.Equal(3, run.Error.Split('\n').Count(line => line.StartsWith("error: ", StringComparison.Ordinal)));
        Assert.Contains("line 2", run.Error, StringComparison.Ordinal);
        Assert.Contains("line 5", run.Error, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Files => new()
    {
        { "empty.npy", "" },
        { "words.txt", "these are not the data you are looking for\n" },
        { "cut.npy", "\u0093NUMPY\u0001\u0000" },
        { "pickle.pkl", "\u0080\u0004\u0095\u0005\u0000\u0000\u0000" },
        { "cut.gz", "\u001f\u008b\u0008\u0000\u0000" },
        { "cut.zip", "PK\u0003\u0004\u0014\u0000" },
        { "lies.idx", "\u0000\u0000\u0008\u0003\u007f\u00ff\u00ff\u00ff\u0000\u0000\u0000\u001c\u0000\u0000\u0000\u001c" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void ABadDataFileIsExitCode2(string name, string content)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, Encoding.Latin1.GetBytes(content));
        var run = CommandLine.Run("train", "--data", file, "--out", Path.Combine(_folder, "out"));
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith(file, run.ErrorLine, StringComparison.Ordinal);
        Assert.Contains("expected", run.ErrorLine, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(_folder, "out")));
    }

    [Theory]
    [InlineData(ExitCode.BadInput, "train --data nowhere.npy", "nowhere.npy")]
    [InlineData(ExitCode.BadInput, "train --data synthetic:shaeps", "synthetic:shaeps")]
    [InlineData(ExitCode.BadInput, "train nowhere.yaml", "nowhere.yaml")]
    [InlineData(ExitCode.BadInput, "train nowhere --resume", "nowhere")]
    [InlineData(ExitCode.BadInput, "embed nowhere", "nowhere")]
    [InlineData(ExitCode.BadInput, "export nowhere", "nowhere")]
    [InlineData(ExitCode.Usage, "train", "nothing to train on")]
    [InlineData(ExitCode.Usage, "train --resume", "--resume: which run?")]
    [InlineData(ExitCode.Usage, "train --data BARS --epochs many", "--epochs: expected an integer, found 'many'")]
    [InlineData(ExitCode.Usage, "train --data BARS --hidden 3,x", "--hidden: expected a list of integers, found '3,x'")]
    [InlineData(ExitCode.Usage, "train --data BARS --likelihood gausian", "--likelihood: expected bernoulli, continuous-bernoulli, gaussian, categorical, discretised-logistic, poisson, negative-binomial, zero-inflated-negative-binomial, multinomial, dirichlet-multinomial, found 'gausian'")]
    [InlineData(ExitCode.Usage, "train --data BARS --learning-rate NaN", "--learning-rate: expected a number, found 'NaN'")]
    [InlineData(ExitCode.Usage, "train --data BARS --lerning-rate 1", "unknown option --lerning-rate")]
    [InlineData(ExitCode.Usage, "train --data BARS --model.encoder.hiden 1", "unknown option --model.encoder.hiden")]
    [InlineData(ExitCode.BadInput, "train --data BARS --epochs 0", "training.epochs: expected 1 to 1000000, found 0")]
    [InlineData(ExitCode.BadInput, "train --data BARS --sigma2 2", "--sigma2")]
    [InlineData(ExitCode.Usage, "train --data BARS --out BARS", "found a file")]
    [InlineData(ExitCode.Usage, "train --data BARS --out FOLDER", "the folder is not empty")]
    [InlineData(ExitCode.Usage, "embed", "RUN: missing")]
    [InlineData(ExitCode.Usage, "embed RUN --out codes.txt", "--out codes.txt: expected a name that ends in .npy or .npz or .csv")]
    [InlineData(ExitCode.Usage, "embed RUN --split tset", "--split: expected train, validation, test or all, found 'tset'")]
    [InlineData(ExitCode.BadInput, "embed RUN --data nowhere.npy", "nowhere.npy")]
    [InlineData(ExitCode.Usage, "embed RUN --checkpoint first", "--checkpoint: expected best or last, found 'first'")]
    [InlineData(ExitCode.Usage, "diagnose RUN --aggregate-size 100", "--aggregate-size: expected at most the 20 examples measured, found 100")]
    [InlineData(ExitCode.Usage, "diagnose", "expected one of RUN, --posterior, --history, or --mu with --logvar, found none")]
    [InlineData(ExitCode.Usage, "diagnose RUN --posterior q.npz", "found several")]
    [InlineData(ExitCode.Usage, "diagnose --mu m.npy", "belong together")]
    [InlineData(ExitCode.BadInput, "diagnose --posterior nowhere.npz", "nowhere.npz")]
    [InlineData(ExitCode.Usage, "traverse RUN --units 2", "--units: expected numbers from 0 to 1, found '2'")]
    [InlineData(ExitCode.Usage, "traverse RUN --example 20", "--example: expected 0 to 19, found 20")]
    [InlineData(ExitCode.Usage, "export RUN --to onnx", "--to: expected npz, found 'onnx'")]
    public void OneLineTheRightCodeAndAHint(int code, string line, string said)
    {
        string run = line.Contains("RUN", StringComparison.Ordinal) ? SmallData.Run(_folder) : "";
        string[] arguments =
        [
            .. line.Split(' ').Select(word => word switch { "BARS" => Path.Combine(_folder, "bars.npy"), "FOLDER" => _folder, "RUN" => run, _ => word }),
        ];
        var result = CommandLine.Run(arguments);
        Assert.Equal((code, ""), (result.Code, result.Output));
        Assert.Contains(said, result.ErrorLine, StringComparison.Ordinal);
        Assert.Contains("hint: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void DebugShowsWhereAnErrorCameFrom()
    {
        var run = CommandLine.Run("train", "--data", "nowhere.npy", "--debug");
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("   at Uncollapse.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedRunsAreRefused()
    {
        string run = SmallData.Run(_folder);
        string checkpoint = Path.Combine(run, "checkpoints", "best.npz");
        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..^100]);
        var embedded = CommandLine.Run("embed", run);
        Assert.Equal(ExitCode.BadInput, embedded.Code);
        Assert.Contains("best.npz", embedded.ErrorLine, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(run, "run.json"), "{ \"status\": ");
        var resumed = CommandLine.Run("train", run, "--resume");
        Assert.Equal(ExitCode.BadInput, resumed.Code);
        Assert.Contains("run.json", resumed.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void HintsNameOptionsNotKeysOfAPlan()
    {
        string table = Path.Combine(_folder, "wide.csv");
        File.WriteAllLines(table, Enumerable.Range(0, 60).Select(n => $"{n},{7 * n % 60}.5"));
        var run = CommandLine.Run("train", "--data", table, "--out", Path.Combine(_folder, "out"));
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("hint: set --scale unit, or --likelihood gaussian", run.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(_folder, "out")));
    }

    [Fact]
    public void TheHelpShowsEveryKeyOfAPlan()
    {
        string help = CommandLine.Run("train", "--help").Output;
        foreach (PlanKey key in PlanSchema.Keys.Where(key => key.Path != "seed"))
            Assert.True(help.Contains($"[{key.Path}]", StringComparison.Ordinal) || help.Contains($"--{key.Path} ", StringComparison.Ordinal), key.Path);
    }
}
