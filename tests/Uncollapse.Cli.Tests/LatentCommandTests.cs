using System.Text.Json.Nodes;
using Uncollapse.Data.Npy;

namespace Uncollapse.Cli.Tests;

/// <summary>Every command on a run of every kind of code.</summary>
public sealed class LatentCommandTests
{
    private readonly string _folder = SmallData.Folder();

    private string File(string name) => Path.Combine(_folder, name);

    [Theory]
    [InlineData("--posterior full", "mu cholesky", true)]
    [InlineData("--posterior von-mises-fisher", "mu kappa", false)]
    [InlineData("--posterior von-mises-fisher --concentration 10", "mu kappa", false)]
    [InlineData("--upper-units 1", "mu logvar_given_upper", false)]
    [InlineData("--prior mixture --components 5", "mu logvar", true)]
    [InlineData("--prior vamp --components 5", "mu logvar", true)]
    public void EveryCommandTakesTheRun(string options, string arrays, bool measuresUnits)
    {
        string run = SmallData.Run(_folder, options.Split(' '));
        foreach (string command in new[] { "sample", "reconstruct", "traverse" })
            Done(command, run, "--out", File($"{command}.png"));
        foreach (string name in new[] { "z.npy", "z.csv", "z.npz" }) Done("embed", run, "--out", File(name));
        using (var archive = NpzFile.Open(File("z.npz")))
            Assert.Equal([.. arrays.Split(' ').Order(StringComparer.Ordinal)], archive.Names.Order(StringComparer.Ordinal));
        Done("export", run, "--out", File("model.npz"));
        JsonNode found = Done("diagnose", run, "--importance-samples", "5", "--json").Json;
        Assert.Equal(measuresUnits ? 2 : 0, found["units"]!.AsArray().Count);
        Assert.Equal(options.StartsWith("--upper", StringComparison.Ordinal) ? 2 : 0, found["levels"]!.AsArray().Count);
        Assert.Equal(options == "--posterior full" ? 0 : 1, found["undefined"]!.AsArray().Count);
        double rate = (double)found["rate"]!, information = (double)found["mutual_information"]!["estimate"]!;
        Assert.Equal(rate, information + (double)found["aggregate_kl"]!, 1e-9);

        // A file of codes that are no diagonal Gaussians is refused, not read as if they were.
        if (arrays.EndsWith("logvar", StringComparison.Ordinal)) Done("diagnose", "--posterior", File("z.npz"));
        else Assert.Equal(ExitCode.BadInput, CommandLine.Run("diagnose", "--posterior", File("z.npz")).Code);

        // A resumed training takes the checkpoint up where it ended.
        Done("train", run, "--resume", "--epochs", "3");
    }

    [Theory]
    [InlineData("--posterior von-mises-fisher --prior vamp", "prior")]
    [InlineData("--upper-units 1 --prior mixture", "prior")]
    [InlineData("--upper-units 2", "upper_units")]
    public void WhatDoesNotGoTogetherIsRefused(string options, string key)
    {
        var refused = CommandLine.Run(["train", "--data", File("bars.npy"), "--out", File("run"), .. SmallData.Model.Split(' '), .. options.Split(' ')]);
        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains(key, refused.Error, StringComparison.Ordinal);
    }

    private static CommandLine Done(params string[] arguments)
    {
        var done = CommandLine.Run(arguments);
        // A diagnosis says by its exit code whether it found a collapse, which two epochs may well leave.
        Assert.True(done.Code == ExitCode.Done || (arguments[0] == "diagnose" && done.Code == ExitCode.Found), $"{string.Join(' ', arguments)}: {done.Error}");
        return done;
    }
}
