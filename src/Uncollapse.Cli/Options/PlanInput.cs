using System.CommandLine;
using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Options;

/// <summary>The plan that a command line asks for: a file's or the defaults, with the given options on top.</summary>
internal static class PlanInput
{
    /// <param name="file">The plan's file, if any.</param>
    /// <param name="options">The options that stand for its keys.</param>
    /// <param name="parse">The command line.</param>
    /// <param name="seed">The seed, if given.</param>
    /// <param name="note">Told what is left out.</param>
    /// <exception cref="CliException">There is no plan, or an option's value is not of its type.</exception>
    /// <exception cref="PlanException">The plan cannot be carried out; all problems at once.</exception>
    internal static Plan Read(string? file, PlanOptions options, ParseResult parse, long? seed, Action<string> note)
    {
        if (file is null && !options.Find("--data").IsGiven(parse))
            throw CliException.Usage("nothing to train on: expected PLAN.yaml or --data SOURCE, found neither", "uncollapse train --data synthetic:shapes");
        Plan plan = options.Apply(parse, file is null ? new Plan() : ReadFile(file));
        if (seed is { } given) plan = plan with { Seed = given };
        PlanProblem[] idle = [.. options.Idle(parse, plan)];
        var notes = new List<string>();
        plan = options.Settle(parse, plan, notes.Add);
        PlanProblem[] problems = [.. idle, .. PlanValidation.Problems(plan)];
        if (problems.Length > 0) throw new PlanException(problems);
        notes.ForEach(note);
        return plan;
    }

    private static Plan ReadFile(string file)
    {
        if (Directory.Exists(file))
        {
            throw File.Exists(Path.Combine(file, "plan.yaml"))
                ? CliException.Usage($"{file}: expected PLAN.yaml, found the folder of a run", $"add --resume to go on with it, or train {Path.Combine(file, "plan.yaml")} anew")
                : CliException.BadInput($"{file}: expected PLAN.yaml, found a folder", $"to train on the data in it: uncollapse train --data {file}");
        }

        if (!File.Exists(file)) throw CliException.BadInput($"{file}: expected PLAN.yaml, found nothing", "to train on built-in data: uncollapse train --data synthetic:shapes");
        return PlanYaml.Read(file);
    }
}
