using System.CommandLine;
using System.Globalization;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Runs;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis;
using Uncollapse.Models.Evaluation;

namespace Uncollapse.Cli.Commands;

/// <summary><c>traverse</c>: one unit of the code moves, the others stay.</summary>
internal sealed class TraverseCommand : CliCommand
{
    private const int CustomaryUnits = 10;
    private readonly RunOptions _run = new("pictures/traversals.png", "where to: .png (a row a unit, its number beside it) or .npy ([units, steps, ...])");
    private readonly Option<string?> _units = new("--units") { HelpName = "J,J,...", Description = "which units (default: the 10 of the largest rate; the first 10 where units have no rate of their own)" };
    private readonly TextOptions _text = new("greedy");
    private readonly Option<int?> _steps = Numbers.Int("--steps", "N", "pictures a unit (default 9; sentences: 5)", 2, 1000);
    private readonly Option<double?> _range = Numbers.Double("--range", "X", "from -X to X, in the prior's standard deviations; on a sphere, radians of a turn towards the axis (default 3; sentences: 2)", 0.001, 1000);
    private readonly Option<int?> _example = Numbers.Int("--example", "N", "the example of the split whose code the others keep (default 0)", 0);
    private readonly Option<string> _split = SplitOption.Create("where the example is from, and over which examples rates are taken");

    internal TraverseCommand(Application application)
        : base(application, "traverse", "Decodes an example's code while one unit after the other moves over its range.")
    {
        Add(_run.Argument);
        AddGroup("traverse", [_units, _steps, _range, _example, _split, .. _text.All, .. _run.Options]);
    }

    internal override IReadOnlyList<string> Examples => ["uncollapse traverse runs/mnist --units 0,3,7 --out units.png"];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        if (_run.IsText(parse)) return OfText(context, parse);
        string target = _run.Target(parse, ".png", ".npy");
        using OpenRun run = _run.Open(parse);
        _text.TemperatureOfPictures(parse, arePixelsDrawn: false);
        PictureGrid.Require(target, run.Data.Train);
        DataView view = run.Views(parse.GetRequiredValue(_split))[0];
        int example = parse.GetValue(_example) ?? 0;
        if (example >= view.Count) throw CliException.Usage($"--example: expected 0 to {view.Count - 1}, found {example}", $"the {view.Name} split has {Figures.Plural(view.Count, "example")}");
        float[] row = new float[view.RowSize], mean = new float[run.Model.LatentCount];
        view.Read([example], default, row);
        run.Evaluator.Encode(row, mean, new float[mean.Length]);
        IReadOnlyList<double> rates = Rates(context, parse, run);
        int[] units = parse.GetValue(_units) is { } text
            ? Parse(text, mean.Length)
            : [.. Enumerable.Range(0, mean.Length).OrderByDescending(unit => rates.Count > 0 ? rates[unit] : 0).Take(CustomaryUnits)];
        int steps = parse.GetValue(_steps) ?? 9;
        double range = parse.GetValue(_range) ?? 3;

        float[] codes = new float[units.Length * steps * mean.Length];
        float[] contexts = new float[units.Length * steps * row.Length];
        for (int place = 0; place < units.Length * steps; place++)
        {
            Span<float> code = codes.AsSpan(place * mean.Length, mean.Length);
            run.Model.Posterior.Family.Move(mean, units[place / steps], (float)((2 * range * (place % steps) / (steps - 1)) - range), code);
            row.CopyTo(contexts.AsSpan(place * row.Length));
        }

        var grid = new PictureGrid(view, units.Length, steps) { RowLabels = [.. units.Select(unit => unit.ToString(CultureInfo.InvariantCulture))] };
        // Skips and condition stay the example's own: only the code moves.
        run.Evaluator.DecodeMean(codes, grid.Values, new ContextRows<float>(contexts) { Past = default });
        grid.Write(target);
        string order = string.Join(", ", units.Select(unit => rates.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{unit} ({rates[unit]:0.00} nats)")
            : unit.ToString(CultureInfo.InvariantCulture)));
        context.Terminal.Result($"example {example} of the {view.Name} split, a row {(units.Length == 1 ? "for unit" : "each for units")} {order}: {target}");
        context.Json(() => CliJson.Text(_run.Document(parse, [target], grid.Shape, run.Folder.Plan.Seed)));
        return ExitCode.Done;
    }

    private int OfText(CliContext context, ParseResult parse)
    {
        using OpenRun run = _run.Open(parse);
        IReadOnlyList<double> rates = Rates(context, parse, run);
        int[] units = parse.GetValue(_units) is { } text
            ? Parse(text, run.Model.LatentCount)
            : [.. Enumerable.Range(0, run.Model.LatentCount).OrderByDescending(unit => rates.Count > 0 ? rates[unit] : 0).Take(CustomaryUnits)];
        int example = parse.GetValue(_example) ?? 0, steps = parse.GetValue(_steps) ?? 5;
        double range = parse.GetValue(_range) ?? 2;
        return _text.Run(context, parse, _run, "texts/traversals.txt", parse.GetRequiredValue(_split), (album, options) => album.Traversals(units, steps, range, options, example));
    }

    /// <summary>The rates that <c>diagnose</c> reports of this split with this seed; of the training split where all splits were asked for.</summary>
    private IReadOnlyList<double> Rates(CliContext context, ParseResult parse, OpenRun run)
    {
        string split = parse.GetRequiredValue(_split);
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = run.Folder.Path };
        return Diagnoser.Rates(subject, new DiagnosisOptions { Split = split == OpenRun.All ? "train" : split, Seed = context.Common.Seed ?? 0 }, context.Cancellation);
    }

    private static int[] Parse(string text, int units)
    {
        int[] parsed = Array.ConvertAll(text.Split(','), item =>
            int.TryParse(item.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int unit) && unit < units
                ? unit
                : throw CliException.Usage($"--units: expected numbers from 0 to {units - 1}, found '{item.Trim()}'", "separate them by commas: --units 0,3,7"));
        return parsed;
    }
}
