using System.CommandLine;
using Uncollapse.Cli.Diagnoses;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Runs;
using Uncollapse.Data.Histories;
using Uncollapse.Data.Posterior;
using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Histories;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting;
using Uncollapse.Reporting.Tables;
using Uncollapse.Training.Checkpoints;

namespace Uncollapse.Cli.Commands;

/// <summary><c>diagnose</c>: whether, where and how much a posterior collapsed.</summary>
internal sealed class DiagnoseCommand : CliCommand
{
    private readonly Argument<string?> _run = new("RUN") { Arity = ArgumentArity.ZeroOrOne, Description = "the folder of a run" };
    private readonly Option<string?> _posterior = new("--posterior") { HelpName = "Q.npz", Description = "posteriors of a model that lives elsewhere: mu and logvar (or var, or std), [examples, units]; labels [examples] are reported one by one" };
    private readonly Option<string?> _mean = new("--mu") { HelpName = "M.npy", Description = "the means of such posteriors, with --logvar" };
    private readonly Option<string?> _logVariance = new("--logvar") { HelpName = "V.npy", Description = "the log-variances of such posteriors, with --mu" };
    private readonly Option<string?> _history = new("--history") { HelpName = "LOG", Description = "the log of a training that another program did: a table with a header, TensorBoard's event file, or a folder of those" };
    private readonly HistoryOptions _columns = new();
    private readonly Option<string?> _out = new("--out") { HelpName = "DIR", Description = "where diagnosis.json, report.html and pictures go (default: RUN; for posteriors: nowhere)" };
    private readonly Option<bool> _force = new("--force") { Description = "overwrite an earlier diagnosis" };
    private readonly Option<string> _checkpoint = Numbers.Choice("--checkpoint", "which weights: those of the best validation ELBO, or the last (default best)", "best", "last");
    private readonly Option<string?> _failOn = new("--fail-on") { HelpName = "collapse|partial", Description = $"exit with {ExitCode.Found} when the verdict is collapsed (or, with partial, not healthy)" };
    private readonly DiagnosisArguments _measure = new();
    private readonly BlocksOption _blocks = new();
    private readonly TrialsOption _trials = new();

    internal DiagnoseCommand(Application application)
        : base(application, "diagnose", "Tells whether, where and how much a posterior collapsed, with the evidence.")
    {
        _failOn.CompletionSources.Add("collapse", "partial");
        Add(_run);
        AddGroup("what", _posterior, _mean, _logVariance, _history, _checkpoint);
        AddGroup("series of a log", [.. _columns.All]);
        AddGroup("how much is measured", [.. _measure.Options, _blocks.Option, _trials.Option]);
        AddGroup("result", _out, _force, _failOn);
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "uncollapse diagnose runs/mnist",
        "uncollapse diagnose runs/mnist --counterfactual 120",
        "uncollapse diagnose runs/mnist --blocks 0-9,10-19",
        "uncollapse diagnose --posterior q.npz --out q-diagnosis",
        "uncollapse diagnose --history lightning_logs/version_0/metrics.csv --rate train_kl --distortion train_recon --outputs 784",
        "uncollapse diagnose runs/mnist --out again --split validation --json --fail-on collapse",
    ];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        string? failOn = parse.GetValue(_failOn);
        if (failOn is not (null or "collapse" or "partial"))
            throw CliException.Usage($"--fail-on: expected collapse or partial, found '{failOn}'", "'uncollapse diagnose --help' says what they mean");
        DiagnosisOptions options = _measure.Read(parse, context.Common.Seed) with { Blocks = _blocks.Read(parse) };
        string? run = parse.GetValue(_run);
        string? folder = parse.GetValue(_out) ?? run;
        RequireOneSubject(parse, run);
        if (run is null && _trials.IsGiven(parse)) throw CliException.Usage("--counterfactual means nothing without a RUN: only a plan can be trained anew", "uncollapse diagnose RUN --counterfactual 60");
        if (run is null && options.Blocks.Count > 0) throw CliException.Usage("--blocks means nothing without a RUN: what units are worth is measured at a decoder", $"uncollapse diagnose RUN --blocks {string.Join(',', options.Blocks)}");
        double? trials = _trials.Read(parse);
        if (parse.GetValue(_history) is { } log) return OfHistory(context, parse, log, failOn);
        if (_columns.Given(parse) is { } stray) throw CliException.Usage($"{stray} means nothing without --history", "it names a series of another program's log");
        if (folder is not null) OutputFile.ClaimFolder(folder, parse.GetValue(_force), DiagnosisFiles.DiagnosisName, DiagnosisFiles.ReportName);
        Records.Diagnoses.Diagnosis diagnosis = run is null ? OfPosterior(context, parse, options, folder) : OfRun(context, parse, options, run, folder!, trials);
        context.Json(() => DiagnosisFiles.Json(diagnosis));
        DiagnosisPrinter.Print(context.Terminal, diagnosis);
        context.Terminal.Note(folder is null
            ? $"--out DIR keeps {DiagnosisFiles.DiagnosisName} and {DiagnosisFiles.ReportName}"
            : $"report: {Path.Combine(folder, DiagnosisFiles.ReportName)}");
        if (run is not null && Treatment.Trials.Acceptance.IsIll(diagnosis)) context.Terminal.Note($"next: uncollapse treat {run}");
        if (diagnosis.Counterfactuals is { Interrupted: true })
        {
            context.Terminal.Note("interrupted: the diagnosis holds the trials that were done", Tone.Warning);
            return ExitCode.Interrupted;
        }

        bool found = diagnosis.Verdict == Verdict.Collapsed || (failOn == "partial" && diagnosis.Verdict == Verdict.Partial);
        return failOn is not null && found ? ExitCode.Found : ExitCode.Done;
    }

    private Records.Diagnoses.Diagnosis OfRun(CliContext context, ParseResult parse, DiagnosisOptions options, string path, string folder, double? trials)
    {
        CheckpointKind kind = parse.GetValue(_checkpoint) == "last" ? CheckpointKind.Last : CheckpointKind.Best;
        using var run = OpenRun.Open(path, kind);
        DiagnosisArguments.Require(options, run.Views(options.Split)[0].Count);
        BlocksOption.Require(options.Blocks, run.Model);
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = path, Checkpoint = Path.GetFileNameWithoutExtension(run.Folder.CheckpointPath(kind)), Plan = run.Folder.Plan, Steps = run.Folder.ReadInfo().Step };
        return Examination.OfRun(context, subject, options, run.Folder.Plan, run.Folder.ReadInfo(), run.Folder.ReadHistory(), folder, trials);
    }

    private int OfHistory(CliContext context, ParseResult parse, string log, string? failOn)
    {
        string? folder = parse.GetValue(_out);
        if (folder is not null) OutputFile.ClaimFolder(folder, parse.GetValue(_force), HistoryAuditPrinter.FileName);
        HistoryAudit audit = HistoryAuditor.Audit(TrainingLog.Read(log), _columns.Read(parse));
        if (folder is not null) HistoryAuditPrinter.Write(folder, audit);
        context.Json(() => HistoryAuditPrinter.Json(audit));
        HistoryAuditPrinter.Print(context.Terminal, audit);
        if (folder is not null) context.Terminal.Note($"audit: {Path.Combine(folder, HistoryAuditPrinter.FileName)}");
        return failOn is not null && audit.Verdict == Verdict.Collapsed ? ExitCode.Found : ExitCode.Done;
    }

    private Records.Diagnoses.Diagnosis OfPosterior(CliContext context, ParseResult parse, DiagnosisOptions options, string? folder)
    {
        if (_measure.SplitIsGiven(parse)) throw CliException.Usage("--split means nothing for posteriors: a file does not say what split it is of", "leave --split away");
        PosteriorArrays arrays = parse.GetValue(_posterior) is { } file
            ? PosteriorFile.Read(file)
            : PosteriorFile.Read(parse.GetValue(_mean)!, parse.GetValue(_logVariance)!);
        DiagnosisArguments.Require(options, arrays.Count);
        foreach (string warning in arrays.Warnings) context.Terminal.Note($"warning: {warning}", Tone.Warning);
        Records.Diagnoses.Diagnosis diagnosis = Examination.Run(context, progress => Diagnoser.Diagnose(arrays, options, progress, context.Cancellation));
        if (folder is not null) DiagnosisFiles.Write(folder, new ReportContent { Title = Examination.Title(parse.GetValue(_posterior) ?? parse.GetValue(_mean)!), Diagnosis = diagnosis });
        return diagnosis;
    }

    private void RequireOneSubject(ParseResult parse, string? run)
    {
        bool pair = parse.GetValue(_mean) is not null || parse.GetValue(_logVariance) is not null;
        int subjects = (run is null ? 0 : 1) + (parse.GetValue(_posterior) is null ? 0 : 1) + (parse.GetValue(_history) is null ? 0 : 1) + (pair ? 1 : 0);
        if (subjects != 1)
            throw CliException.Usage($"expected one of RUN, --posterior, --history, or --mu with --logvar, found {(subjects == 0 ? "none" : "several")}", "uncollapse diagnose runs/NAME, or uncollapse diagnose --posterior Q.npz");
        if (pair && (parse.GetValue(_mean) is null || parse.GetValue(_logVariance) is null))
            throw CliException.Usage("--mu and --logvar belong together: expected both, found one", "uncollapse diagnose --mu M.npy --logvar V.npy");
    }
}
