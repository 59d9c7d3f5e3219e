using System.CommandLine;
using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Options;

/// <summary>The plan that a command line asks for: a file's or the defaults, with the given options on top.</summary>
internal static class PlanInput
{
    /// <exception cref="CliException">There is no plan, or an option's value is not of its type.</exception>
    /// <exception cref="PlanException">The plan cannot be carried out; all problems at once.</exception>
    internal static Plan Read(string? file, PlanOptions options, ParseResult parse, long? seed)
    {
        if (file is null && !options.Find("--data").IsGiven(parse))
            throw CliException.Usage("nothing to train on: expected PLAN.yaml or --data SOURCE, found neither", "uncollapse train --data synthetic:shapes");
        Plan plan = options.Apply(parse, file is null ? new Plan() : ReadFile(file));
        if (seed is { } given) plan = plan with { Seed = given };
        List<PlanProblem> problems = [.. options.Idle(parse, plan), .. PlanValidation.Problems(plan)];
        return problems.Count == 0 ? plan : throw new PlanException(problems);
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
