using System.CommandLine;
using System.Globalization;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Runs;
using Uncollapse.Data.Preparation;

namespace Uncollapse.Cli.Commands;

/// <summary><c>traverse</c>: one unit of the code moves, the others stay.</summary>
internal sealed class TraverseCommand : CliCommand
{
    private const int CustomaryUnits = 10;
    private readonly RunOptions _run = new("traversals.png", "where to: .png (a row a unit) or .npy ([units, steps, ...])");
    private readonly Option<string?> _units = new("--units") { HelpName = "J,J,...", Description = "which units (default: the 10 of the largest rate)" };
    private readonly Option<int?> _steps = Numbers.Int("--steps", "N", "pictures a unit (default 9)", 2, 1000);
    private readonly Option<double?> _range = Numbers.Double("--range", "X", "from -X to X, in the prior's standard deviations (default 3)", 0.001, 1000);
    private readonly Option<int?> _example = Numbers.Int("--example", "N", "the example of the split whose code the others keep (default 0)", 0);
    private readonly Option<string> _split = SplitOption.Create("where the example is from, and over which examples rates are taken");

    internal TraverseCommand(Application application)
        : base(application, "traverse", "Decodes an example's code while one unit after the other moves over its range.")
    {
        Add(_run.Argument);
        AddGroup("traverse", [_units, _steps, _range, _example, _split, .. _run.Options]);
    }

    internal override IReadOnlyList<string> Examples => ["uncollapse traverse runs/mnist --units 0,3,7 --out units.png"];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        string target = _run.Target(parse, ".png", ".npy");
        using OpenRun run = _run.Open(parse);
        PictureGrid.Require(target, run.Data.Train);
        DataView view = run.Views(parse.GetRequiredValue(_split))[0];
        int example = parse.GetValue(_example) ?? 0;
        if (example >= view.Count) throw CliException.Usage($"--example: expected 0 to {view.Count - 1}, found {example}", $"the {view.Name} split has {Figures.Plural(view.Count, "example")}");
        (float[] mean, double[] rates) = Rates(run, view, example);
        int[] units = parse.GetValue(_units) is { } text
            ? Parse(text, mean.Length)
            : [.. Enumerable.Range(0, mean.Length).OrderByDescending(unit => rates[unit]).Take(CustomaryUnits)];
        int steps = parse.GetValue(_steps) ?? 9;
        double range = parse.GetValue(_range) ?? 3;

        float[] codes = new float[units.Length * steps * mean.Length];
        for (int row = 0; row < units.Length * steps; row++)
        {
            Span<float> code = codes.AsSpan(row * mean.Length, mean.Length);
            mean.CopyTo(code);
            code[units[row / steps]] = (float)((2 * range * (row % steps) / (steps - 1)) - range);
        }

        var grid = new PictureGrid(view, units.Length, steps);
        run.Evaluator.DecodeMean(codes, grid.Values);
        grid.Write(target);
        string order = string.Join(", ", units.Select(unit => string.Create(CultureInfo.InvariantCulture, $"{unit} ({rates[unit]:0.00} nats)")));
        context.Terminal.Result($"{(units.Length == 1 ? "unit" : "units")} {order}: {target}");
        context.Json(() => CliJson.Text(_run.Document(parse, [target], grid.Shape, run.Folder.Plan.Seed)));
        return ExitCode.Done;
    }

    /// <summary>The code's mean of one example, and the rate of each unit over the split (at most its first 2,000 examples).</summary>
    private static (float[] Mean, double[] Rates) Rates(OpenRun run, DataView view, int example)
    {
        const int Most = 2000;
        int count = Math.Min(Most, view.Count);
        float[] rows = new float[count * view.OutputSize];
        int units = run.Model.LatentCount;
        float[] means = new float[count * units];
        float[] logVariances = new float[count * units];
        view.ReadRange(0, count, default, rows);
        run.Evaluator.Encode(rows, means, logVariances);
        double[] rates = new double[units];
        for (int i = 0; i < means.Length; i++)
        {
            double mean = means[i], logVariance = logVariances[i];
            rates[i % units] += 0.5 * ((mean * mean) + Math.Exp(logVariance) - 1 - logVariance) / count;
        }

        Span<float> one = rows.AsSpan(0, view.OutputSize);
        view.Read([example], default, one);
        float[] code = new float[units];
        run.Evaluator.Encode(one, code, new float[units]);
        return (code, rates);
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
