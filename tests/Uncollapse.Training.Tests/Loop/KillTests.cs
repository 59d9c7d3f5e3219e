using System.Diagnostics;
using Uncollapse.Models;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Tests.Support;

namespace Uncollapse.Training.Tests.Loop;

/// <summary>SIGKILL in the middle of an epoch, and then: the very bits of a training that was left alone.</summary>
public sealed class KillTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Killed_and_resumed_it_ends_with_the_same_weights(int threads)
    {
        string folder = Examples.Folder(count: 3000);
        Plan plan = Examples.EverythingMoves(folder);
        // Far more epochs than a fast machine does between a line of output and the kill.
        plan = plan with
        {
            Training = plan.Training with { Epochs = 8, BatchSize = 4 },
            Model = plan.Model with { Encoder = plan.Model.Encoder with { Hidden = [128] } },
        };
        string planFile = Path.Combine(folder, "plan.yaml"), run = Path.Combine(folder, "run"), whole = Path.Combine(folder, "whole");
        File.WriteAllText(planFile, PlanYaml.Format(plan));
        KillAfter("epoch 2", threads, run, planFile);
        var killed = RunFolder.Open(run);
        Assert.Equal(RunStatus.Running, killed.ReadInfo().Status);
        Assert.InRange(killed.ReadInfo().Epoch, 0, 7);
        Finish(threads, run);
        Finish(threads, whole, planFile);

        var resumed = RunFolder.Open(run);
        Assert.Equal(RunStatus.Finished, resumed.ReadInfo().Status);
        Assert.Contains(resumed.ReadHistory(), entry => entry.Kind == "resume");
        foreach (CheckpointKind kind in (CheckpointKind[])[CheckpointKind.Last, CheckpointKind.Best])
        {
            using Vae<float> expected = RunFolder.Open(whole).LoadModel(kind), actual = resumed.LoadModel(kind);
            Assert.Equal(Examples.Bits(expected), Examples.Bits(actual));
        }
    }

    private static void KillAfter(string line, int threads, string run, string plan)
    {
        using Process process = Start(threads, run, plan);
        string? said;
        do said = process.StandardOutput.ReadLine();
        while (said is not null && said != line);
        Assert.Equal(line, said);
        Thread.Sleep(20);
        process.Kill();
        process.WaitForExit();
        Assert.NotEqual(0, process.ExitCode);
    }

    private static void Finish(int threads, string run, string? plan = null)
    {
        using Process process = Start(threads, run, plan);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }

    private static Process Start(int threads, string run, string? plan)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])[typeof(KillTests).Assembly.Location, $"{threads}", run]) start.ArgumentList.Add(argument);
        if (plan is not null) start.ArgumentList.Add(plan);
        return Process.Start(start) ?? throw new InvalidOperationException("no process");
    }
}
