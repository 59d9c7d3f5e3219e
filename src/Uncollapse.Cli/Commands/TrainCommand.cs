using System.CommandLine;
using Uncollapse.Cli.Diagnoses;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Runs;
using Uncollapse.Diagnosis;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Reporting.Tables;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Treatment.Prevention;

namespace Uncollapse.Cli.Commands;

/// <summary><c>train</c>: from a plan to a run folder, or on with a run that was interrupted.</summary>
internal sealed class TrainCommand : CliCommand
{
    private readonly Argument<string?> _subject = new("PLAN|RUN") { Arity = ArgumentArity.ZeroOrOne, Description = "a plan.yaml; with --resume the folder of a run" };
    private readonly Option<string?> _out = new("--out") { HelpName = "RUN", Description = "the run folder to make (default: runs/NAME, after the plan or the data)" };
    private readonly Option<bool> _resume = new("--resume") { Description = "go on with the run of this folder, bit for bit as if it had never stopped" };
    private readonly Option<bool> _force = new("--force") { Description = "replace the run that is in the folder, with what was diagnosed, drawn and encoded of it under the default names" };
    private readonly Option<bool> _diagnose = new("--diagnose") { Description = "diagnose the model when it is trained, and write report.html" };
    private readonly Option<string[]> _remedies = new("--remedy") { HelpName = "NAME[:PARAMETER=VALUE,...]", Description = "change the plan by this remedy; several go together, in their order ('uncollapse remedies' lists them)" };
    private readonly Option<bool> _noWatch = new("--no-watch") { Description = "do not measure and judge the code at each epoch's end (it costs a percent or two of an epoch and changes no weight)" };
    private readonly Option<bool> _safe = new("--safe") { Description = "choose noise, KL weight, warm-up and size by what the data foretell, watch the training, and begin it anew with a remedy when it collapses early; prevention.json tells what was changed" };
    private readonly PlanOptions _plan = new();

    internal TrainCommand(Application application)
        : base(application, "train", "Trains a variational autoencoder. Every key of a plan [in brackets] is an option, by a short name or its full one (--training.epochs), and wins over the plan's file.")
    {
        Add(_subject);
        AddGroup("run", _out, _resume, _diagnose, _noWatch, _force);
        AddGroup("treatment", _remedies, _safe);
        AddPlan(_plan);
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "uncollapse train --data synthetic:shapes --binarise threshold --diagnose",
        "uncollapse train --data mnist --binarise dynamic --hidden 200,200 --activation tanh --latent 50 --epochs 30 --out runs/mnist",
        "uncollapse train plan.yaml --beta 4 --out runs/beta-4",
        "uncollapse train plan.yaml --remedy free-bits:lambda=0.25 --remedy kl-warmup --out runs/treated",
        "uncollapse train plan.yaml --safe --out runs/safe",
        "uncollapse train runs/mnist --resume",
    ];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        bool resume = parse.GetValue(_resume);
        string folder = resume ? ResumedFolder(parse) : "";
        Plan? plan;
        if (resume)
        {
            if (parse.GetValue(_diagnose)) OutputFile.ClaimFolder(folder, force: false, DiagnosisFiles.DiagnosisName, DiagnosisFiles.ReportName);
            if (parse.GetValue(_safe)) throw CliException.Usage("--safe means nothing with --resume: a run goes on under its own plan", "train its plan.yaml anew with --safe");
            if (parse.GetValue(_remedies) is { Length: > 0 }) throw CliException.Usage("--remedy means nothing with --resume: a run goes on under its own plan", "train its plan.yaml anew with the remedy");
            plan = ResumedPlan.Read(folder, _plan, parse, context.Common.Seed);
        }
        else
        {
            if (parse.GetValue(_safe) && parse.GetValue(_noWatch)) throw CliException.Usage("--no-watch means nothing with --safe, which watches", "leave one of the two away");
            string? file = parse.GetValue(_subject);
            plan = PlanInput.Read("train", file, _plan, parse, context.Common.Seed, line => context.Terminal.Note(line));
            plan = Treated.Plan(plan, parse.GetValue(_remedies) ?? [], context);
            folder = parse.GetValue(_out) ?? RunNames.Fresh(file, plan.Data.Source);
            OutputFile.ClaimRun(folder, parse.GetValue(_force));
        }

        using TrainedRun run = parse.GetValue(_safe) ? TrainSafely(context, plan!, folder, parse.GetValue(_force)) : Train(context, plan, folder, resume, parse.GetValue(_force), !parse.GetValue(_noWatch));
        // Said before the diagnosis, which may take longer than the training did.
        TrainResult.Tell(context, run, folder);
        Records.Diagnoses.Diagnosis? diagnosis = parse.GetValue(_diagnose) && TrainResult.IsWhole(run.Info) ? Diagnose(context, run, folder) : null;
        return TrainResult.Report(context, run, folder, diagnosis);
    }

    private static Records.Diagnoses.Diagnosis Diagnose(CliContext context, TrainedRun run, string folder)
    {
        string checkpoint = run.UseBest() ? "best" : "last";
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = folder, Checkpoint = checkpoint, Plan = run.Plan, Steps = run.Info.Step };
        var options = new DiagnosisOptions { Seed = context.Common.Seed ?? 0 };
        try
        {
            return Examination.OfRun(context, subject, options, run.Plan, run.Info, run.History, folder);
        }
        catch (OperationCanceledException)
        {
            throw CliException.Interrupted("the diagnosis was interrupted; the training is done and its run is kept", $"uncollapse diagnose {folder}");
        }
    }

    private static TrainedRun Train(CliContext context, Plan? plan, string folder, bool resume, bool force, bool watch)
    {
        TrainedRun? run = null;
        context.Terminal.Progress("training", bar =>
        {
            var options = new TrainingOptions { Observers = [new TerminalObserver(context.Terminal, bar), new PredictionObserver(context.Terminal)], Force = force, Watch = watch, Time = context.Clock };
            run = (resume, plan) switch
            {
                (false, _) => Trainer.Train(plan!, folder, options, context.Cancellation),
                (true, null) => Trainer.Resume(folder, options, context.Cancellation),
                (true, _) => Trainer.Resume(folder, plan, options, context.Cancellation),
            };
        });
        return run!;
    }

    private static TrainedRun TrainSafely(CliContext context, Plan plan, string folder, bool force)
    {
        TrainedRun? run = null;
        context.Terminal.Progress("training", bar =>
        {
            var options = new TrainingOptions { Observers = [new TerminalObserver(context.Terminal, bar)], Force = force, Time = context.Clock };
            (run, PreventionRecord record) = SafeTrainer.Train(
                plan, folder, options,
                step => context.Terminal.Note(step.Epoch == 0 ? $"safe: {step.Remedy}, as {step.Reason}" : $"safe: begun anew after epoch {step.Epoch} with {step.Remedy}. {step.Reason}", Tone.Warning),
                context.Cancellation);
            foreach (PlanChange change in record.Changes) context.Terminal.Note($"safe: {change.Key} {change.Before} -> {change.After}");
        });
        return run!;
    }

    private string ResumedFolder(ParseResult parse)
    {
        string? subject = parse.GetValue(_subject) ?? parse.GetValue(_out);
        if (subject is null) throw CliException.Usage("--resume: which run? expected its folder, found nothing", "uncollapse train runs/NAME --resume");
        if (parse.GetValue(_subject) is not null && parse.GetValue(_out) is not null)
            throw CliException.Usage("--out means nothing with --resume: a run goes on in its own folder", "leave --out away");
        if (parse.GetValue(_force)) throw CliException.Usage("--force means nothing with --resume: nothing is replaced", "leave one of the two away");
        return subject;
    }
}
