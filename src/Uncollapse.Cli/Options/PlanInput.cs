using System.CommandLine;
using Uncollapse.Data.Sources;
using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Options;

/// <summary>The plan that a command line asks for: a file's or the defaults, with the given options on top.</summary>
internal static class PlanInput
{
    private const int MostGenes = 4000;
    private const double Dropout = 0.5;

    /// <param name="command">What it is for: <c>train</c>, <c>predict</c> or <c>sweep</c>.</param>
    /// <param name="file">The plan's file; null: the defaults.</param>
    /// <param name="options">The options there are.</param>
    /// <param name="parse">Those that were given.</param>
    /// <param name="seed">The seed where one was given.</param>
    /// <param name="note">Told what was chosen for the user, and what is left out.</param>
    /// <exception cref="CliException">There is no plan, or an option's value is not of its type.</exception>
    /// <exception cref="PlanException">The plan cannot be carried out; all problems at once.</exception>
    internal static Plan Read(string command, string? file, PlanOptions options, ParseResult parse, long? seed, Action<string> note)
    {
        if (file is null && !options.Find("--data").IsGiven(parse))
            throw CliException.Usage($"nothing to {command} {Preposition(command)}: expected PLAN.yaml or --data SOURCE, found neither", Example(command, "synthetic:shapes"));
        Plan plan = options.Apply(parse, file is null ? Defaults(options, parse, note) : ReadFile(command, file));
        if (seed is { } given) plan = plan with { Seed = given };
        PlanProblem[] idle = [.. options.Idle(parse, plan)];
        var notes = new List<string>();
        plan = options.Settle(parse, plan, notes.Add);
        PlanProblem[] problems = [.. idle, .. PlanValidation.Problems(plan)];
        if (problems.Length > 0) throw new PlanException(problems);
        notes.ForEach(note);
        return plan;
    }

    /// <summary>The defaults; for text and counts those of their models, where no part of the model is named.</summary>
    private static Plan Defaults(PlanOptions options, ParseResult parse, Action<string> note)
    {
        var plan = new Plan();
        DataPlan data = options.Apply(parse, plan).Data;
        if (options.Given(parse).Any(name => name is "--encoder" or "--decoder" or "--likelihood")) return plan;
        if (DataSource.HoldsText(data.Source, data.Kind))
        {
            note("the data are text: --encoder lstm --decoder lstm --likelihood categorical are chosen");
            return OfText(plan);
        }

        if (DataSource.HoldsCounts(data.Source, data.Kind) is not { } genes) return plan;
        note(genes
            ? "the data are counts: --likelihood negative-binomial with each cell's own library size, --genes 4000 by --gene-rule pearson, --hidden 128 --normalisation batch --dropout 0.5 --latent 10 --epochs 60 --warmup-epochs 10 are chosen where no option says otherwise"
            : "the data are counts: --likelihood multinomial, --hidden 128 --normalisation batch --latent 10 --epochs 60 --warmup-epochs 10 are chosen where no option says otherwise");
        return OfCounts(plan, genes);
    }

    private static Plan OfText(Plan plan)
    {
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

    /// <summary>scVI's sizes and settings (Lopez et al. 2018), with a warm-up that ends. Of cells the genes are chosen by Pearson residuals and half of the hidden units dropped: of the
    /// settings tried on pbmc3k, by how cells of a type lie together, not worse than any other (one seed each, and differences are within the spread of seeds).</summary>
    private static Plan OfCounts(Plan plan, bool genes)
    {
        ModelPlan model = plan.Model;
        return plan with
        {
            Data = genes ? plan.Data with { Counts = new CountsPlan { Genes = MostGenes, GeneRule = GeneRule.Pearson } } : plan.Data,
            Model = model with
            {
                Latent = 10,
                Encoder = OfCounts(model.Encoder, genes),
                Decoder = OfCounts(model.Decoder, genes),
                Likelihood = model.Likelihood with { Kind = genes ? LikelihoodKind.NegativeBinomial : LikelihoodKind.Multinomial },
            },
            Objective = plan.Objective with { WarmupEpochs = 10 },
            Training = plan.Training with
            {
                Epochs = 60,
                BatchSize = 128,
                Optimizer = plan.Training.Optimizer with { LearningRate = 1e-3, Epsilon = 0.01, WeightDecay = 1e-6 },
            },
        };
    }

    private static NetworkPlan OfCounts(NetworkPlan network, bool genes) => network with { Hidden = [128], Dropout = genes ? Dropout : network.Dropout, Normalisation = Normalisation.Batch, BatchNormMomentum = 0.01, BatchNormEpsilon = 0.001 };

    private static string Preposition(string command) => command == "predict" ? "from" : "on";

    private static string Example(string command, string source) => $"uncollapse {command} --data {source}{(command == "sweep" ? " --over objective.beta=0.5..32:7log" : "")}";

    private static Plan ReadFile(string command, string file)
    {
        if (Directory.Exists(file))
        {
            throw File.Exists(Path.Combine(file, "plan.yaml"))
                ? CliException.Usage($"{file}: expected PLAN.yaml, found the folder of a run", command == "train"
                    ? $"add --resume to go on with it, or train {Path.Combine(file, "plan.yaml")} anew"
                    : $"to {command} from the plan that it was trained by: uncollapse {command} {Path.Combine(file, "plan.yaml")}")
                : CliException.BadInput($"{file}: expected PLAN.yaml, found a folder", $"to {command} {Preposition(command)} the data in it: {Example(command, file)}");
        }

        if (!File.Exists(file)) throw CliException.BadInput($"{file}: expected PLAN.yaml, found nothing", $"to {command} {Preposition(command)} built-in data: {Example(command, "synthetic:shapes")}");
        return PlanYaml.Read(file);
    }
}
