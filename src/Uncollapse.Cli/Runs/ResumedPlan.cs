using System.CommandLine;
using Uncollapse.Cli.Options;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Runs;

namespace Uncollapse.Cli.Runs;

/// <summary>What may change when a run goes on: how long, and how often it is saved. The rest is its past.</summary>
internal static class ResumedPlan
{
    private static readonly string[] _free = ["--epochs", "--patience", "--checkpoint-epochs"];

    /// <summary>The run's plan with the given changes; null where there are none. Nothing is written: the run may yet refuse to go on.</summary>
    /// <exception cref="CliException">An option would change what was trained so far.</exception>
    internal static Plan? Read(string folder, PlanOptions options, ParseResult parse, long? seed)
    {
        var run = RunFolder.Open(folder);
        string[] fixedOnes = [.. options.Given(parse).Except(_free, StringComparer.Ordinal)];
        if (fixedOnes.Length > 0)
            throw CliException.Usage($"{fixedOnes[0]} cannot change in a run that goes on; {string.Join(", ", _free)} can", "train anew in another folder: uncollapse train " + run.PlanFile + " ...");
        if (seed is { } given && given != run.Plan.Seed)
            throw CliException.Usage($"--seed {given} is not the seed of this run, {run.Plan.Seed}", "leave --seed away");
        Plan changed = options.Apply(parse, run.Plan);
        if (changed == run.Plan) return null;
        PlanValidation.Validate(changed);
        if (run.Plan.Training.Schedule.Kind == ScheduleKind.Cosine && changed.Training.Epochs != run.Plan.Training.Epochs)
            throw CliException.Usage("--epochs cannot change in a run with a cosine schedule, which is stretched over all epochs", "train anew in another folder");
        return changed;
    }
}
