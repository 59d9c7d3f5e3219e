using System.Buffers;
using System.CommandLine;
using System.Globalization;
using Uncollapse.Cli.Options;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Summaries;
using Uncollapse.Records.Plans;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Cli.Commands;

/// <summary><c>data describe</c>: how a source is read, and what suits it.</summary>
internal sealed class DataDescribeCommand : CliCommand
{
    private static readonly SearchValues<char> _special = SearchValues.Create(" ?&*'\"");
    private readonly Argument<string> _source = new("SOURCE") { Description = "a file, a folder or a built-in name" };
    private readonly Option<string?> _variable = new("--variable") { HelpName = "NAME", Description = "the array to read from a file with several" };
    private readonly Option<string?> _labels = new("--label-column") { HelpName = "NAME", Description = "the table column that holds labels" };
    private readonly Option<string?> _labelFile = new("--labels", "--label-file") { HelpName = "FILE", Description = "a table of labels beside the source, joined by the names in its first column, or by order" };
    private readonly Option<string?> _layer = new("--layer") { HelpName = "NAME", Description = "the matrix of an .h5ad or loom file to read: X, raw or a layer (default: the first that holds counts)" };

    private readonly PlanOptions _plan = new();
    private readonly PlanOption[] _text;

    internal DataDescribeCommand(Application application)
        : base(application, "describe", "Says how a source is read: examples, shape, values, labels, and which likelihood suits.")
    {
        _text = [.. PlanSchema.Keys.Where(key => key.Path.StartsWith("data.text.", StringComparison.Ordinal) && key.Path != "data.text.bucketing").Select(key => _plan.Find(PlanOptions.Flag(key.Path)))];
        Add(_source);
        AddGroup("describe", _variable, _labels, _labelFile, _layer, _plan.Find("--data-kind").Option);
        AddGroup("text", [.. _text.Select(option => option.Option)]);
    }

    internal override IReadOnlyList<string> Examples => ["uncollapse data describe synthetic:shapes", "uncollapse data describe digits.csv.gz", "uncollapse data describe reviews.txt --unit character"];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        string source = parse.GetRequiredValue(_source);
        DataPlan asked = _plan.Apply(parse, new Plan()).Data;
        PlanValidation.Validate(new Plan { Data = asked });
        var text = asked.Text ?? new TextPlan();
        using SourceData data = DataSource.Open(source, new SourceOptions { Variable = parse.GetValue(_variable), LabelColumn = parse.GetValue(_labels), LabelFile = parse.GetValue(_labelFile), Layer = parse.GetValue(_layer), Kind = asked.Kind, Text = text });
        if (data.Train.Kind == ValueKind.Token)
        {
            string[] given = [.. _text.Append(_plan.Find("--data-kind")).Where(option => option.IsGiven(parse)).SelectMany(option => new[] { option.Option.Name, Quoted(parse.GetValue(option.Option)!) })];
            TextDescription.Print(context, source, TextSummary.Of(data, text), ["--data", Quoted(source), .. given]);
            return ExitCode.Done;
        }

        if (_text.FirstOrDefault(option => option.IsGiven(parse)) is { } idle)
            throw CliException.BadInput($"{idle.Option.Name}: expected a text, found numbers", "leave it out, or give --data-kind text to read tables as sentences");
        if (data.Train is SparseDataset sparse)
        {
            string[] likelihood = sparse.Kind == ValueKind.Count ? [] : ["--likelihood", "gaussian", "--scale", "standardise"];
            string[] kind = asked.Kind == DataKind.Auto ? [] : ["--data-kind", parse.GetValue(_plan.Find("--data-kind").Option)!];
            CountDescription.Print(context, source, CountSummary.Of(data), ["--data", Quoted(source), .. likelihood, .. kind, .. Given("--variable", parse.GetValue(_variable)), .. Given("--layer", parse.GetValue(_layer)), .. Given("--labels", parse.GetValue(_labelFile))]);
            return ExitCode.Done;
        }

        var summary = DatasetSummary.Of(data);
        // A table's label that is read as a value is the commonest slip with tables.
        bool mayGuess = parse.GetValue(_labels) is null && summary.Labels.Count == 0 && summary.Provenance.Format.StartsWith("csv", StringComparison.Ordinal);
        if (mayGuess && LabelGuess.Of(data.Train) is { } guess)
            summary = summary with { Provenance = summary.Provenance with { Notes = [.. summary.Provenance.Notes, guess] } };
        string[] options = [.. TrainOptions(source, summary), .. Given("--variable", parse.GetValue(_variable)), .. Given("--label-column", parse.GetValue(_labels)), .. Given("--labels", parse.GetValue(_labelFile))];
        context.Json(() => CliJson.Text(DataDescribeDocument.Of(source, summary, options)));
        List<IReadOnlyList<TableCell>> rows = [.. Facts(summary).Select(fact => (IReadOnlyList<TableCell>)[fact.Name, fact.Value])];
        context.Terminal.Table(new TableModel(source, [new("Fact"), new("Value")], rows));
        context.Terminal.Result($"{summary.Suggestion.Reason} To train on it:");
        context.Terminal.Result($"  uncollapse train {string.Join(' ', options)}");
        return ExitCode.Done;
    }

    private static IEnumerable<(string Name, string Value)> Facts(DatasetSummary summary)
    {
        yield return ("format", summary.Provenance.Format);
        yield return ("examples", summary.Examples.ToString("#,0", CultureInfo.InvariantCulture) + Splits(summary));
        yield return ("shape", summary.Shape.IsImage ? $"{summary.Shape} picture" : $"{summary.Shape} values");
        yield return ("values", string.Create(CultureInfo.InvariantCulture, $"{(summary.IsBinary ? "0 and 1" : $"{summary.Minimum:G6} to {summary.Maximum:G6}")}, mean {summary.Mean:G4}, {summary.ZeroShare:P1} are 0"));
        yield return ("total variance", summary.TotalVariance.ToString("G6", CultureInfo.InvariantCulture));
        if (summary.ConstantOutputs > 0) yield return ("constant outputs", string.Create(CultureInfo.InvariantCulture, $"{summary.ConstantOutputs} of {summary.Shape.Size}"));
        foreach (LabelSummary label in summary.Labels) yield return ($"label '{label.Name}'", Describe(label));
        if (summary.IsStreamed) yield return ("memory", "rows are read from the file when needed");
        foreach (string note in summary.Provenance.Notes) yield return ("note", note);
        if (summary.Provenance.Sha256 is { } checksum) yield return ("sha256", checksum);
    }

    private static string Splits(DatasetSummary summary)
    {
        string validation = summary.ValidationExamples is { } held ? string.Create(CultureInfo.InvariantCulture, $", and {held:#,0} for validation") : "";
        string test = summary.TestExamples is { } last ? string.Create(CultureInfo.InvariantCulture, $", and {last:#,0} for the test") : "";
        return validation + test;
    }

    internal static string Describe(LabelSummary label)
    {
        if (label.Classes is null) return string.Create(CultureInfo.InvariantCulture, $"numbers from {label.Minimum:G6} to {label.Maximum:G6}");
        const int Most = 12;
        string names = string.Join(", ", label.Classes.Take(Most).Select((name, index) => $"{name} ({label.ClassCounts![index]})"));
        return label.Classes.Count > Most ? $"{label.Classes.Count} classes: {names}, ..." : $"{label.Classes.Count} classes: {names}";
    }

    private static string[] Given(string option, string? value) => value is null ? [] : [option, Quoted(value)];

    private static string Quoted(string word) => !word.AsSpan().ContainsAny(_special) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string[] TrainOptions(string source, DatasetSummary summary)
    {
        var plan = new Plan
        {
            Data = new DataPlan { Source = source, Scale = summary.Suggestion.Scale, Binarise = summary.Suggestion.Binarise },
            Model = new ModelPlan { Likelihood = new LikelihoodPlan { Kind = summary.Suggestion.Likelihood } },
        };
        var plain = new Plan();
        List<string> options = ["--data", Quoted(source)];
        foreach ((string path, string option) in new[] { ("data.scale", "--scale"), ("data.binarise", "--binarise"), ("model.likelihood.kind", "--likelihood") })
        {
            PlanKey key = PlanSchema.Find(path)!;
            if (key.Format(plan) != key.Format(plain)) options.AddRange([option, key.Format(plan)]);
        }

        return [.. options];
    }
}
