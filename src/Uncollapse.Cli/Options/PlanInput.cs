using System.CommandLine;
using Uncollapse.Data.Sources;
using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Options;

/// <summary>The plan that a command line asks for: a file's or the defaults, with the given options on top.</summary>
internal static class PlanInput
{
    /// <param name="file">The plan's file; null: the defaults.</param>
    /// <param name="options">The options there are.</param>
    /// <param name="parse">Those that were given.</param>
    /// <param name="seed">The seed where one was given.</param>
    /// <param name="note">Told what was chosen for the user.</param>
    /// <exception cref="CliException">There is no plan, or an option's value is not of its type.</exception>
    /// <exception cref="PlanException">The plan cannot be carried out; all problems at once.</exception>
    internal static Plan Read(string? file, PlanOptions options, ParseResult parse, long? seed, Action<string> note)
    {
        if (file is null && !options.Find("--data").IsGiven(parse))
            throw CliException.Usage("nothing to train on: expected PLAN.yaml or --data SOURCE, found neither", "uncollapse train --data synthetic:shapes");
        Plan plan = options.Apply(parse, file is null ? Defaults(options, parse, note) : ReadFile(file));
        if (seed is { } given) plan = plan with { Seed = given };
        PlanProblem[] idle = [.. options.Idle(parse, plan)];
        var notes = new List<string>();
        plan = options.Settle(parse, plan, notes.Add);
        PlanProblem[] problems = [.. idle, .. PlanValidation.Problems(plan)];
        if (problems.Length > 0) throw new PlanException(problems);
        notes.ForEach(note);
        return plan;
    }

    /// <summary>The defaults; for text those of a text model, where no part of the model is named.</summary>
    private static Plan Defaults(PlanOptions options, ParseResult parse, Action<string> note)
    {
        var plan = new Plan();
        DataPlan data = options.Apply(parse, plan).Data;
        bool named = options.Given(parse).Any(name => name is "--encoder" or "--decoder" or "--likelihood");
        if (named || !DataSource.HoldsText(data.Source, data.Kind)) return plan;
        note("the data are text: --encoder lstm --decoder lstm --likelihood categorical are chosen");
        ModelPlan model = plan.Model;
        return plan with
        {
            Model = model with
            {
                Encoder = model.Encoder with { Kind = NetworkKind.Lstm },
                Decoder = model.Decoder with { Kind = NetworkKind.Lstm },
                Likelihood = model.Likelihood with { Kind = LikelihoodKind.Categorical },
            },
        };
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
