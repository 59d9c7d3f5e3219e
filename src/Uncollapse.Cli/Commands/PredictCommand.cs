using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Runs;
using Uncollapse.Cli.Terminal;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Reporting.Tables;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Loop;

namespace Uncollapse.Cli.Commands;

/// <summary><c>predict</c>: collapse from the data alone, before training.</summary>
internal sealed class PredictCommand : CliCommand
{
    private const int MostRows = 16;
    private static readonly string[] _modelKeys =
    [
        "model.latent", "model.likelihood.kind", "model.likelihood.variance", "model.likelihood.sigma2",
        "model.likelihood.library", "model.likelihood.dispersion", "model.likelihood.theta", "model.likelihood.fixed_theta", "model.likelihood.zero_inflation",
    ];
    private readonly Argument<string?> _file = new("PLAN") { Arity = ArgumentArity.ZeroOrOne, Description = "a plan.yaml; its data, likelihood, latent size and beta are used" };
    private readonly Option<int?> _examples = Numbers.Int("--measured", "N", "the most examples to measure, drawn by the seed (default 10000)", 4);
    private readonly Option<int?> _count = Numbers.Int("--eigenvalues", "N", "how many eigenvalues to find (default 64)", 1, 4096);
    private readonly Option<string?> _out = new("--out") { HelpName = "FILE.json", Description = "keep the prediction in this file" };
    private readonly Option<bool> _force = new("--force") { Description = "replace the file" };
    private readonly PlanOptions _plan = new();

    internal PredictCommand(Application application)
        : base(application, "predict", "Predicts from the data alone, before training, from which weight of the KL and which noise on the collapsed state is stable, and how many units the data pay for.")
    {
        Add(_file);
        AddGroup("model", _plan.Group(option => _modelKeys.Contains(option.Key)));
        AddGroup("objective", _plan.Group(option => option.Key is "objective.beta" or "objective.reduction"));
        AddGroup("data", _plan.Group(option => option.Section == "data"));
        AddGroup("how much is measured", _examples, _count);
        AddGroup("result", _out, _force);
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "uncollapse predict --data synthetic:shapes --binarise threshold --latent 16",
        "uncollapse predict --data mnist --likelihood gaussian --sigma2 0.05 --beta 4",
        "uncollapse predict plan.yaml --json",
    ];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        string? target = parse.GetValue(_out);
        if (target is not null) OutputFile.Claim(target, parse.GetValue(_force));
        Plan plan = PlanInput.Read("predict", parse.GetValue(_file), _plan, parse, context.Common.Seed, line => context.Terminal.Note(line));
        if (plan.Objective.Beta <= 0) throw CliException.Usage("--beta: expected a weight above 0, found 0", "without the KL nothing collapses");
        using var data = PreparedData.Open(plan.Data, new Rng(unchecked((ulong)plan.Seed)));
        LikelihoodSupport.Require(plan with { Data = data.Plan }, data);
        Prediction prediction = Predict(context, plan, data, parse);
        string json = JsonSerializer.Serialize(prediction, RecordsJson.Default.Prediction);
        if (target is not null) AtomicFile.WriteText(target, json + "\n");
        context.Json(() => json);
        Print(context, plan, prediction);
        return ExitCode.Done;
    }

    private Prediction Predict(CliContext context, Plan plan, PreparedData data, ParseResult parse)
    {
        var options = PredictionOptions.Of(plan, data.Train.OutputSize);
        options = options with { Examples = parse.GetValue(_examples) ?? options.Examples, Eigenvalues = parse.GetValue(_count) ?? options.Eigenvalues };
        try
        {
            return Predictor.Predict(data.Train, options, context.Cancellation);
        }
        catch (NotSupportedException exception)
        {
            throw CliException.BadInput(exception.Message, "uncollapse predict --likelihood gaussian");
        }
    }

    private static void Print(CliContext context, Plan plan, Prediction prediction)
    {
        ITerminal terminal = context.Terminal;
        bool lives = prediction.CriticalBeta > prediction.Beta;
        terminal.Result(prediction.Statement, lives ? Tone.Good : Tone.Warning);
        terminal.Table(new TableModel($"Prediction: {plan.Data.Source}", [new("What"), new("Value"), new("How it is known")], [.. Facts(prediction)]));
        terminal.Table(Bars(prediction));
        foreach (string warning in prediction.Warnings) terminal.Result($"note: {warning}", Tone.Warning);
    }

    private static IEnumerable<IReadOnlyList<TableCell>> Facts(Prediction prediction)
    {
        static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
        yield return ["Critical beta", Number(prediction.CriticalBeta), $"first eigenvalue; 95 % [{Number(prediction.CriticalBetaInterval[0])}, {Number(prediction.CriticalBetaInterval[1])}]; along other examples' direction {Number(prediction.CriticalBetaHeldOut)}"];
        if (prediction.CriticalBetaOfDataNoise is { } own) yield return ["Critical beta at the data's own noise", Number(own), "dispersion and zeros beside at the maximum likelihood of a decoder without a code"];
        if (prediction.CriticalSigma2 is { } sigma2) yield return ["Critical sigma²", Number(sigma2), $"at beta {Number(prediction.Beta)}"];
        yield return ["Active units", $"{prediction.PredictedActiveUnits} of {prediction.LatentSize}", "eigenvalues above beta; exact for the first, local for the others"];
        yield return ["Rate", $"{Number(prediction.PredictedRate)} nats", "linear theory"];
        if (prediction.PredictedDistortion is { } distortion) yield return ["Distortion", $"{Number(distortion)} nats", "linear theory"];
        yield return ["Likelihood", prediction.Likelihood, prediction.Sigma2 is { } at ? $"at sigma² {Number(at)}" : ""];
        if (prediction.Theta is { } theta && prediction.DataTheta is { } data) yield return ["Dispersion theta", Number(theta), $"median over counts; the counts themselves have {Number(data)}"];
        if (prediction.InflatedZeros is { } zeros && prediction.DataInflatedZeros is { } inflated) yield return ["Zeros explained beside", $"{Number(100 * zeros)} %", $"without a code; at the maximum likelihood {Number(100 * inflated)} %"];
        yield return ["Measured", string.Create(CultureInfo.InvariantCulture, $"{prediction.Examples:#,0} examples"), string.Create(CultureInfo.InvariantCulture, $"{prediction.Outputs:#,0} outputs, {prediction.ConstantOutputs:#,0} of them constant")];
    }

    /// <summary>The spectrum as bars on a log axis that ends at beta: an eigenvalue below it has none.</summary>
    private static TableModel Bars(Prediction prediction)
    {
        double[] shown = [.. prediction.Eigenvalues.Take(MostRows)];
        double longest = Math.Max(1e-9, Math.Log(Math.Max(prediction.CriticalBeta, double.Epsilon) / prediction.Beta));
        IEnumerable<IReadOnlyList<TableCell>> rows = shown.Select((value, i) =>
        {
            bool lives = value > prediction.Beta && i < prediction.LatentSize;
            double bar = value > prediction.Beta ? Math.Clamp(Math.Log(value / prediction.Beta) / longest, 0, 1) : 0;
            string fate = lives ? "lives" : value > prediction.Beta ? "no unit left for it" : "dies";
            return (IReadOnlyList<TableCell>)[
                (i + 1).ToString(CultureInfo.InvariantCulture),
                new TableCell(value.ToString("G4", CultureInfo.InvariantCulture)) { Bar = bar },
                (0.5 * Math.Log(Math.Max(value / prediction.Beta, 1))).ToString("0.00", CultureInfo.InvariantCulture),
                new TableCell(fate) { Tone = lives ? Tone.Good : Tone.Normal }];
        });
        int hidden = prediction.Eigenvalues.Count - shown.Length;
        string note = string.Create(CultureInfo.InvariantCulture, $"bars are log(eigenvalue / beta), beta {prediction.Beta:G4}{(hidden > 0 ? $"; {hidden} smaller ones in --json" : "")}");
        return new TableModel("Spectrum", [new("Unit"), new("Eigenvalue"), new("Rate (nats)"), new("At this beta")], [.. rows]) { Note = note };
    }
}
