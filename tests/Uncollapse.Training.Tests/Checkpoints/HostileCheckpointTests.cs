using System.Text.Json;
using Uncollapse.Data;
using Uncollapse.Data.Npy;
using Uncollapse.Records;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Tests.Support;

namespace Uncollapse.Training.Tests.Checkpoints;

/// <summary>Whatever is wrong with a run's files, it is one clear error, and no weight was touched.</summary>
public sealed class HostileCheckpointTests
{
    private readonly string _run;
    private readonly RunFolder _folder;

    public HostileCheckpointTests()
    {
        string folder = Examples.Folder();
        _run = Path.Combine(folder, "run");
        Plan plan = Examples.EverythingMoves(folder);
        Trainer.Train(plan with { Training = plan.Training with { Epochs = 1 } }, _run).Dispose();
        _folder = RunFolder.Open(_run);
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "truncated", "" },
        { "empty", "" },
        { "text", "" },
        { "directory", "" },
        { "missing array", "encoder.0.weight" },
        { "missing moment", "first_moment.encoder.0.weight" },
        { "other shape", "decoder.0.weight" },
        { "other type", "decoder.0.weight" },
        { "NaN", "encoder.posterior.bias" },
        { "infinity", "running_variance" },
        { "unknown array", "stranger" },
        { "no state", "state.json" },
        { "state {}", "state.json" },
        { "state null", "state.json" },
        { "state not JSON", "state.json" },
        { "state of another version", "version 99" },
        { "negative epoch", "state.json" },
        { "epoch without its steps", "position" },
        { "sums without their steps", "sums" },
        { "best epoch to come", "best" },
        { "no plan", "plan.yaml" },
        { "plan not a plan", "plan.yaml" },
        { "plan of another model", "model.latent" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damage_is_named(string damage, string mentions)
    {
        Damage(damage);
        var error = Assert.Throws<DataFormatException>(() => Trainer.Resume(_run));
        Assert.Contains("last.npz", error.Message, StringComparison.Ordinal);
        Assert.Contains(mentions, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_checkpoint_that_is_not_there_is_named()
    {
        File.Delete(_folder.CheckpointPath(CheckpointKind.Best));
        File.Delete(_folder.CheckpointPath(CheckpointKind.Last));
        Assert.Contains("last.npz", Assert.Throws<DataFormatException>(() => _folder.LoadModel()).Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => Trainer.Resume(_run));
    }

    [Theory]
    [InlineData("[100000, 100000]")]
    [InlineData("[200000000, 1, 1]")]
    [InlineData("[0]")]
    [InlineData("[]")]
    [InlineData("[-3, -4]")]
    public void An_absurd_shape_costs_no_memory(string shape)
    {
        string text = File.ReadAllText(_folder.InfoFile);
        int start = text.IndexOf("\"example_shape\": [", StringComparison.Ordinal), end = text.IndexOf(']', start);
        File.WriteAllText(_folder.InfoFile, text[..start] + "\"example_shape\": " + shape + text[(end + 1)..]);
        long before = Environment.WorkingSet;
        Assert.Throws<DataFormatException>(() => _folder.LoadModel());
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 100L << 20);
    }

    public static TheoryData<NetworkPlan, NetworkPlan> Giants()
    {
        int[] wide = [4096, 4096, 4096];
        var conv = new NetworkPlan { Kind = NetworkKind.Conv, Channels = wide, Kernel = 7 };
        var small = new NetworkPlan { Hidden = [4] };
        var words = new NetworkPlan { Kind = NetworkKind.Lstm, Embedding = 60_000, State = 4 };
        return new()
        {
            { conv, small },
            { small, conv },
            { small, new NetworkPlan { Kind = NetworkKind.Pixelcnn, Channels = [4096], Kernel = 31 } },
            { small, new NetworkPlan { Kind = NetworkKind.Made, Hidden = [65_536, 65_536] } },
            { small, new NetworkPlan { Hidden = [20_000, 20_000] } },
            { words, words },
            { words with { Kind = NetworkKind.Gru, State = 20_000 }, words },
            { words with { Embedding = 1 }, new NetworkPlan { Kind = NetworkKind.Transformer, State = 60_000, Heads = 1 } },
        };
    }

    /// <summary>However the plan beside it was changed: no memory is taken that the checkpoint could not fill.</summary>
    [Theory]
    [MemberData(nameof(Giants), DisableDiscoveryEnumeration = true)]
    public void An_absurd_model_costs_no_memory(NetworkPlan encoder, NetworkPlan decoder)
    {
        RunInfo info = _folder.ReadInfo() with { ExampleShape = [28, 28, 1], VocabularySize = 60_000 };
        File.WriteAllText(_folder.InfoFile, JsonSerializer.Serialize(info, RecordsJson.Default.RunInfo));
        Plan plan = _folder.Plan;
        LikelihoodKind likelihood = decoder.ReadsTokens ? LikelihoodKind.Categorical : LikelihoodKind.Bernoulli;
        plan = plan with { Model = plan.Model with { Encoder = encoder, Decoder = decoder, Likelihood = new LikelihoodPlan { Kind = likelihood } } };
        File.WriteAllText(_folder.PlanFile, PlanYaml.Format(plan));
        var changed = RunFolder.Open(_run);
        long before = Environment.WorkingSet;
        var error = Assert.Throws<DataFormatException>(() => changed.LoadModel());
        Assert.Contains("does not belong to this plan", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 100L << 20);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"status\":\"sleeping\"}")]
    public void A_damaged_head_is_named(string text)
    {
        File.WriteAllText(_folder.InfoFile, text);
        Assert.Contains("run.json", Assert.Throws<DataFormatException>(() => _folder.ReadInfo()).Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => Trainer.Resume(_run));
    }

    [Fact]
    public void A_folder_without_a_run_and_a_file_are_named()
    {
        Assert.Throws<DataFormatException>(() => RunFolder.Open(Path.Combine(_run, "nowhere")));
        Assert.Throws<DataFormatException>(() => RunFolder.Open(Path.Combine(_run, "checkpoints")));
        Assert.Throws<DataFormatException>(() => RunFolder.Open(_folder.PlanFile));
        Assert.Throws<DataFormatException>(() => Trainer.Train(new Plan(), _folder.PlanFile));
    }

    private void Damage(string damage)
    {
        string path = _folder.CheckpointPath(CheckpointKind.Last);
        byte[] bytes = File.ReadAllBytes(path);
        switch (damage)
        {
            case "truncated": File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]); break;
            case "empty": File.WriteAllBytes(path, []); break;
            case "text": File.WriteAllText(path, "not an archive"); break;
            case "directory":
                File.Delete(path);
                Directory.CreateDirectory(path);
                break;
            default: Rewrite(path, bytes, damage); break;
        }
    }

    private static void Rewrite(string path, byte[] bytes, string damage)
    {
        using var old = NpzFile.FromBytes(path, bytes);
        using var writer = new NpzWriter(path);
        if (damage != "no state") writer.AddText("state.json", State(old.ReadText("state.json")!, damage));
        if (damage != "no plan") writer.AddText("plan.yaml", PlanText(old.ReadText("plan.yaml")!, damage));
        foreach (string name in old.Names)
        {
            NpyArray array = old.Read(name);
            float[] values = array.ToSingle();
            int[] shape = [.. array.Shape];
            if ((damage, name) is ("missing array", "encoder.0.weight") or ("missing moment", "optimizer.first_moment.encoder.0.weight")) continue;
            if ((damage, name) is ("other shape", "decoder.0.weight")) shape = [shape[1], shape[0]];
            if ((damage, name) is ("NaN", "encoder.posterior.bias")) values[^1] = float.NaN;
            if ((damage, name) is ("infinity", "encoder.0.normalisation.running_variance")) values[0] = float.PositiveInfinity;
            if ((damage, name) is ("other type", "decoder.0.weight")) writer.Add(name, Array.ConvertAll(values, value => (double)value), shape);
            else writer.Add(name, values, shape);
        }

        if (damage == "unknown array") writer.Add("stranger", new float[3], 3);
        writer.Commit();
    }

    private static string State(string good, string damage) => damage switch
    {
        "state {}" => "{}",
        "state null" => "null",
        "state not JSON" => "state",
        "state of another version" => good.Replace("\"schema_version\": 1", "\"schema_version\": 99", StringComparison.Ordinal),
        "negative epoch" => good.Replace("\"epoch\": 1", "\"epoch\": -1", StringComparison.Ordinal),
        "epoch without its steps" => good.Replace("\"step\": 13", "\"step\": 14", StringComparison.Ordinal),
        "sums without their steps" => good.Replace("\"steps\": 0", "\"steps\": 3", StringComparison.Ordinal),
        "best epoch to come" => good.Replace("\"best_epoch\": null", "\"best_epoch\": 4", StringComparison.Ordinal),
        _ => good,
    };

    private static string PlanText(string good, string damage) => damage switch
    {
        "plan not a plan" => "model: [",
        "plan of another model" => good.Replace("latent: 3", "latent: 4", StringComparison.Ordinal),
        _ => good,
    };
}
