using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Uncollapse.Cli.Diagnoses;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Runs;
using Uncollapse.Cli.Terminal;
using Uncollapse.Data;
using Uncollapse.Records;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Treatment.Sweeps;

namespace Uncollapse.Cli.Commands;

/// <summary><c>sweep</c>: a plan trained over a grid of values, and where it collapses.</summary>
internal sealed class SweepCommand : CliCommand
{
    private readonly Argument<string?> _file = new("PLAN") { Arity = ArgumentArity.ZeroOrOne, Description = "a plan.yaml that all cells begin with" };
    private readonly Option<string[]> _over = new("--over")
    {
        HelpName = "KEY=a,b,c|KEY=lo..hi:n[log]",
        Description = "a key of the plan with its values: listed, or n from lo to hi in equal steps or (8log) equal ratios; several go together as a grid. 'seed' repeats; 'remedy=none,free-bits:lambda=0.25' treats; ';' separates values that have commas themselves",
    };

    private readonly Option<string?> _out = new("--out") { HelpName = "DIR", Description = "where the cells' runs, sweep.json, sweep.csv and sweep.html go (default: runs/NAME-sweep, after the plan or the data)" };
    private readonly Option<bool> _resume = new("--resume") { Description = "go on with the sweep in this folder, whose values may be more than at first" };
    private readonly Option<bool> _force = new("--force") { Description = "replace an earlier sweep, with its runs" };
    private readonly Option<string> _checkpoint = Numbers.Choice("--checkpoint", "which weights are judged: those of the best validation ELBO, or the last (default best)", "best", "last");
    private readonly DiagnosisArguments _measure = new(SweepOptions.ModerateDiagnosis, SweepOptions.ImportanceSamples, SweepOptions.RefinedExamples, "--measured");
    private readonly PlanOptions _plan = new();

    internal SweepCommand(Application application)
        : base(application, "sweep", "Trains a plan over a grid of values, cells side by side, diagnoses each, and tells where it collapses: a table, and the rate-distortion plane in sweep.html. Every key of a plan [in brackets] is an option too, as for train.")
    {
        Add(_file);
        AddGroup("grid", _over);
        AddGroup("how much is measured", [_checkpoint, .. _measure.Options]);
        AddGroup("result", _out, _resume, _force);
        AddPlan(_plan);
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "uncollapse sweep plan.yaml --over objective.beta=0.5..32:7log --over seed=1,2,3 --out runs/beta",
        "uncollapse sweep --data synthetic:shapes --binarise threshold --epochs 20 --over model.latent=2,4,8,16",
        "uncollapse sweep plan.yaml --over remedy=none,free-bits:lambda=0.25,lower-beta+kl-warmup",
        "uncollapse sweep plan.yaml --over objective.beta=0.5..64:8log --over seed=1,2,3 --out runs/beta --resume",
    ];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        string? file = parse.GetValue(_file);
        SweepAxis[] axes = Axes(context, parse);
        if (parse.GetValue(_resume) && parse.GetValue(_force)) throw CliException.Usage("--force means nothing with --resume: nothing is replaced", "leave one of the two away");
        Plan plan = PlanInput.Read("sweep", file, _plan, parse, context.Common.Seed, line => context.Terminal.Note(line));
        string folder = parse.GetValue(_out) ?? RunNames.Sweep(file, plan.Data.Source);
        if (!parse.GetValue(_resume)) Claim(folder, parse.GetValue(_force));
        SweepRecord record = Sweep(context, parse, plan, axes, folder);
        SweepFiles.Write(folder, record);
        string text = JsonSerializer.Serialize(record, RecordsJson.Default.SweepRecord);
        context.Json(() => text);
        SweepFiles.Print(context.Terminal, record, folder);
        if (record.Cells.Any(cell => cell.Status is not (CellStatus.Diverged or CellStatus.Failed))) return ExitCode.Done;
        bool diverged = record.Cells.All(cell => cell.Status == CellStatus.Diverged);
        context.Streams.Error.WriteLine($"error: every cell diverged{(diverged ? "; the first " : " or cannot be diagnosed; of the first: ")}{record.Cells[0].Note}");
        context.Streams.Error.WriteLine("hint: sweep anew with a lower --learning-rate or with --clip-norm");
        return ExitCode.Diverged;
    }

    private SweepRecord Sweep(CliContext context, ParseResult parse, Plan plan, SweepAxis[] axes, string folder)
    {
        SweepRecord record = null!;
        var options = new SweepOptions
        {
            Diagnosis = _measure.Read(parse, context.Common.Seed),
            Checkpoint = parse.GetValue(_checkpoint) == "last" ? CheckpointKind.Last : CheckpointKind.Best,
            Resume = parse.GetValue(_resume),
            Force = parse.GetValue(_force),
            Time = context.Clock,
        };
        var notes = new ProgressNotes(context.Terminal, context.Clock, "sweep");
        string? before = Text(folder);
        try
        {
            context.Terminal.Progress("sweep", bar => record = Sweeper.Sweep(plan, axes, folder, options, new SweepBar(bar, notes, context.Terminal), context.Cancellation));
        }
        catch (OperationCanceledException)
        {
            // Before its own first record an earlier sweep in the folder is as it was.
            throw Interrupted(context, parse, folder, begun: Text(folder) is { } text && (options.Resume || text != before));
        }

        return record;
    }

    private static string? Text(string folder) => new SweepFolder(folder).RecordFile is var file && File.Exists(file) ? File.ReadAllText(file) : null;

    private CliException Interrupted(CliContext context, ParseResult parse, string folder, bool begun)
    {
        if (!begun) return CliException.Interrupted("the sweep was interrupted before its first training; nothing is lost", Again(context, parse, folder, resume: false));
        var kept = new SweepFolder(folder);
        SweepRecord record = kept.Read();
        SweepFiles.Write(folder, record);
        string done = string.Create(CultureInfo.InvariantCulture, $"{record.Cells.Count(cell => cell.Status != CellStatus.Waiting)} of {record.Cells.Count}");
        return CliException.Interrupted($"the sweep was interrupted; {done} cells are done, and the trainings under way are saved", Again(context, parse, folder, resume: true));
    }

    /// <summary>The command line once more: a sweep goes on as it began.</summary>
    private string Again(CliContext context, ParseResult parse, string folder, bool resume)
    {
        OptionResult[] given = [.. parse.CommandResult.Children.OfType<OptionResult>().Where(option => !option.Implicit && option.Option.Name is not ("--out" or "--resume" or "--seed" or "--json" or "--quiet" or "--no-color" or "--debug") && (!resume || option.Option.Name != "--force"))];
        string seed = context.Common.Seed is { } number ? string.Create(CultureInfo.InvariantCulture, $" --seed {number}") : "";
        string file = parse.GetValue(_file) is { } plan ? $" {Shell.Quoted(plan)}" : "";
        return $"uncollapse sweep{file} --out {Shell.Quoted(folder)}{string.Concat(given.Select(Shell.Text))}{seed}{(resume || parse.GetValue(_resume) ? " --resume" : "")}";
    }

    private SweepAxis[] Axes(CliContext context, ParseResult parse)
    {
        string[] given = parse.GetValue(_over) ?? [];
        if (given.Length == 0) throw CliException.Usage("--over: what is to be swept? expected KEY=a,b,c or KEY=lo..hi:n, found nothing", "--over objective.beta=0.5..32:7log");
        SweepAxis[] axes = Read(given);
        string[] keys = [.. axes.Select(axis => axis.Key)];
        // The source may be named too: it decides the defaults of what is swept.
        if (_plan.All.FirstOrDefault(option => option.IsGiven(parse) && option.SetsOnly(keys) && option.Key != "data.source") is { } idle)
            throw CliException.Usage($"{idle.Option.Name} means nothing where {idle.Key} is swept", "leave one of the two away");
        if (context.Common.Seed is not null && keys.Contains(SweepAxis.SeedKey)) throw CliException.Usage("--seed means nothing where seed is swept", "leave one of the two away");
        return axes;
    }

    private static SweepAxis[] Read(string[] given)
    {
        try
        {
            return [.. SweepAxes.Parse(given)];
        }
        catch (PlanException error)
        {
            PlanProblem first = error.Problems[0];
            bool treats = first.Key.StartsWith("remedy ", StringComparison.Ordinal);
            string example = treats ? $"uncollapse remedies {first.Key["remedy ".Length..].Split(':', '+', ',')[0]}" : first.Key == SweepAxis.RemedyKey ? "uncollapse remedies" : "--over objective.beta=0.5..32:7log";
            throw CliException.Usage($"--over{(given.Any(text => text.StartsWith(first.Key, StringComparison.Ordinal)) ? $" {first.Key}" : "")}: {(treats ? $"{first.Key}: " : "")}expected {first.Expected}, found {first.Found}", first.Hint ?? example);
        }
    }

    private static void Claim(string folder, bool force)
    {
        try
        {
            new SweepFolder(folder).RefuseOccupied(force);
        }
        catch (DataFormatException error)
        {
            throw CliException.Usage($"--out {folder}: expected {error.Expected}, found {error.Found}", error.Hint);
        }
    }
}
