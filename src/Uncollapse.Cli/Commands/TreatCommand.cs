using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Uncollapse.Cli.Diagnoses;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Terminal;
using Uncollapse.Diagnosis;
using Uncollapse.Records;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Treatment.Trials;

namespace Uncollapse.Cli.Commands;

/// <summary><c>treat</c>: from an ill run to a healthy one, verified, or to the plain word that nothing helped.</summary>
internal sealed class TreatCommand : CliCommand
{
    private const string BeforeName = "before";

    private readonly Argument<string> _subject = new("RUN|PLAN") { Description = "the folder of a run, or a plan.yaml that is trained first" };
    private readonly Option<string?> _out = new("--out") { HelpName = "DIR", Description = "where trials, treatment.json and the accepted run go (default: RUN-treated)" };
    private readonly Option<bool> _resume = new("--resume") { Description = "go on with the treatment in this folder" };
    private readonly Option<bool> _force = new("--force") { Description = "replace an earlier treatment" };
    private readonly Option<string?> _want = new("--want") { HelpName = "rate=X|active=N|mi=X", Description = "what is to be reached: a rate in nats (within a tenth), at least so many active units, or at least so much mutual information" };
    private readonly Option<double?> _maxLoss = Numbers.Double("--max-nll-loss", "NATS", "nats of -log p(x) that may be lost (default: none beyond its error)", 0, 1e9);
    private readonly Option<string?> _budget = new("--budget") { HelpName = "TIME", Description = "the time it may take, such as 90s, 10min or 2h (default: as long as it takes)" };
    private readonly Option<int?> _trials = Numbers.Int("--trials", "N", "the most plans to try at a time, controls among them (default 6); a second course, where the first brings another cause to light, goes without controls", 2, 64);
    private readonly Option<string> _checkpoint = Numbers.Choice("--checkpoint", "which weights are judged: those of the best validation ELBO, or the last (default best)", "best", "last");
    private readonly DiagnosisArguments _measure = new();

    internal TreatCommand(Application application)
        : base(application, "treat", "Treats a collapsed model: tries the indicated remedies side by side, trains the best to the end, and accepts one only if the code tells more, the decoder uses it and no likelihood is lost.")
    {
        Add(_subject);
        AddGroup("goal", _want, _maxLoss, _budget, _trials);
        AddGroup("how much is measured", [_checkpoint, .. _measure.Options]);
        AddGroup("result", _out, _resume, _force);
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "uncollapse treat runs/collapsed --out runs/cured",
        "uncollapse treat plan.yaml --want active=16 --max-nll-loss 0.5",
        "uncollapse treat runs/collapsed --budget 10min",
    ];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        string subject = parse.GetValue(_subject)!;
        string folder = parse.GetValue(_out) ?? Default(subject);
        TreatmentOptions options = Read(context, parse);
        if (options.Resume && parse.GetValue(_force)) throw CliException.Usage("--force means nothing with --resume: nothing is replaced", "leave one of the two away");
        if (!options.Resume) Claim(folder, parse.GetValue(_force));
        // What was interrupted before its first record, in the training before it, has nothing to go on with but that.
        if (options.Resume && !Exists(folder) && Directory.Exists(Path.Combine(folder, BeforeName))) options = options with { Resume = false };
        RunFolder run = Subject(context, subject, folder);
        TreatmentRecord record = Treat(context, parse, run, folder, options);
        TreatmentFiles.Write(folder, run, record, options);
        string text = JsonSerializer.Serialize(record, RecordsJson.Default.TreatmentRecord);
        context.Json(() => text);
        TreatmentPrinter.Print(context.Terminal, record, folder);
        return ExitCode.Done;
    }

    private static TreatmentRecord Treat(CliContext context, ParseResult parse, RunFolder run, string folder, TreatmentOptions options)
    {
        TreatmentRecord? record = null;
        var notes = new ProgressNotes(context.Terminal, context.Clock, "treating");
        try
        {
            context.Terminal.Progress("treating", bar => record = Treater.Treat(run, folder, options, new TreatmentBar(bar, notes), context.Cancellation));
        }
        catch (OperationCanceledException)
        {
            throw Exists(folder)
                ? CliException.Interrupted("the treatment was interrupted; its trials are saved", $"{Again(parse, run.Path, folder)} --resume")
                : CliException.Interrupted("the treatment was interrupted before its first trial; nothing is lost", $"{Again(parse, run.Path, folder)}{(Directory.Exists(folder) ? " --resume" : "")}");
        }

        return record!;
    }

    private static bool Exists(string folder) => File.Exists(new TreatmentFolder(folder).RecordFile);

    /// <summary>The command line once more, with the options that it had: a treatment goes on as it began.</summary>
    private static string Again(ParseResult parse, string run, string folder)
    {
        IEnumerable<string> given = parse.CommandResult.Children.OfType<OptionResult>()
            .Where(option => !option.Implicit && option.Option.Name is not ("--out" or "--resume" or "--force" or "--json" or "--quiet" or "--no-color"))
            .Select(option => $" {option.Option.Name} {string.Join(' ', option.Tokens.Select(token => token.Value))}".TrimEnd());
        return $"uncollapse treat {run} --out {folder}{string.Concat(given)}";
    }

    /// <summary>The run; a plan is trained first.</summary>
    private static RunFolder Subject(CliContext context, string subject, string folder)
    {
        if (Directory.Exists(subject)) return RunFolder.Open(subject);
        string before = Path.Combine(folder, BeforeName);
        if (File.Exists(Path.Combine(before, "plan.yaml"))) return Trained(context, subject, before, null);
        if (!File.Exists(subject)) throw CliException.BadInput($"{subject}: expected the folder of a run or a plan.yaml, found nothing", "uncollapse train makes a run");
        Plan plan = PlanYaml.Read(subject);
        PlanValidation.Validate(plan);
        return Trained(context, subject, before, context.Common.Seed is { } seed ? plan with { Seed = seed } : plan);
    }

    private static RunFolder Trained(CliContext context, string subject, string folder, Plan? plan)
    {
        context.Terminal.Progress("training", bar =>
        {
            var options = new TrainingOptions { Observers = [new TerminalObserver(context.Terminal, bar)], Time = context.Clock };
            using TrainedRun run = plan is null ? Trainer.Resume(folder, options, context.Cancellation) : Trainer.Train(plan, folder, options, context.Cancellation);
        });
        if (context.Cancellation.IsCancellationRequested)
            throw CliException.Interrupted("the training before the treatment was interrupted; its state is saved", $"uncollapse treat {subject} --out {Path.GetDirectoryName(folder)} --resume");
        return RunFolder.Open(folder);
    }

    private TreatmentOptions Read(CliContext context, ParseResult parse)
    {
        DiagnosisOptions diagnosis = _measure.Read(parse, context.Common.Seed);
        return new TreatmentOptions
        {
            Goal = Goal(parse.GetValue(_want)),
            MaxNllLoss = parse.GetValue(_maxLoss),
            Budget = Budget(parse.GetValue(_budget)),
            Trials = parse.GetValue(_trials) ?? new TreatmentOptions().Trials,
            Checkpoint = parse.GetValue(_checkpoint) == "last" ? CheckpointKind.Last : CheckpointKind.Best,
            Diagnosis = diagnosis,
            Resume = parse.GetValue(_resume),
            Time = context.Clock,
        };
    }

    private static TreatmentGoal? Goal(string? text)
    {
        if (text is null) return null;
        string[] pair = text.Split('=', 2);
        GoalKind? kind = pair[0] switch { "rate" => GoalKind.Rate, "active" => GoalKind.Active, "mi" => GoalKind.Information, _ => null };
        if (kind == GoalKind.Active && pair.Length == 2 && !int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw CliException.Usage($"--want: expected a whole number of units, found '{text}'", "--want active=8");
        return kind is { } known && pair.Length == 2 && double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value)
            ? new TreatmentGoal(known, value)
            : throw CliException.Usage($"--want: expected rate=X, active=N or mi=X with a number above 0, found '{text}'", "--want rate=12");
    }

    private static TimeSpan? Budget(string? text)
    {
        if (text is null) return null;
        string digits = text.TrimEnd('s', 'm', 'i', 'n', 'h');
        double? unit = text[digits.Length..] switch { "s" => 1, "min" or "m" => 60, "h" => 3600, _ => null };
        return unit is { } seconds && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && value * seconds < 1e8
            ? TimeSpan.FromSeconds(value * seconds)
            : throw CliException.Usage($"--budget: expected a time above 0 with its unit, such as 90s, 10min or 2h, found '{text}'", "--budget 10min");
    }

    private static string Default(string subject) =>
        Directory.Exists(subject) ? Path.TrimEndingDirectorySeparator(subject) + "-treated" : Path.Combine("runs", Path.GetFileNameWithoutExtension(subject) + "-treated");

    private static void Claim(string folder, bool force)
    {
        if (File.Exists(folder)) throw CliException.Usage($"--out {folder}: expected a folder, found a file", "name another folder");
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()) return;
        bool own = Exists(folder);
        if (!force)
            throw CliException.Usage($"--out {folder}: {(own ? "a treatment is there" : "the folder is not empty")}", own ? "go on with it (--resume), replace it (--force), or name another folder" : "name another folder");
        if (!own) throw CliException.Usage($"--out {folder}: expected an earlier treatment to replace, found other files", "name another folder");
        Directory.Delete(folder, recursive: true);
    }
}
