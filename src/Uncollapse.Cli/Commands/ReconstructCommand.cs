using System.CommandLine;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Runs;
using Uncollapse.Data.Preparation;
using Uncollapse.Models.Evaluation;

namespace Uncollapse.Cli.Commands;

/// <summary><c>reconstruct</c>: examples beside what the decoder makes of their codes.</summary>
internal sealed class ReconstructCommand : CliCommand
{
    private const int PairsInARow = 8;
    private readonly RunOptions _run = new("pictures/reconstructions.png", "where to: .png (pairs: left the example, right its reconstruction) or .npy ([pairs, 2, ...])");
    private readonly Option<int?> _count = Numbers.Int("--count", "N", "how many examples (default 32)", 1, 100_000);
    private readonly TextOptions _text = new("greedy");
    private readonly Option<string> _split = SplitOption.Create("which examples");

    internal ReconstructCommand(Application application)
        : base(application, "reconstruct", "Encodes the first examples of a split and decodes the means of their codes.")
    {
        Add(_run.Argument);
        AddGroup("reconstruct", [_count, _split, .. _text.All, .. _run.Options]);
    }

    internal override IReadOnlyList<string> Examples => ["uncollapse reconstruct runs/mnist --count 40 --out pairs.png"];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        if (_run.IsText(parse))
            return _text.Run(context, parse, _run, "texts/reconstructions.txt", parse.GetRequiredValue(_split), (album, options) => album.Reconstructions(parse.GetValue(_count) ?? 20, options));
        string target = _run.Target(parse, ".png", ".npy");
        using OpenRun run = _run.Open(parse);
        _text.TemperatureOfPictures(parse, arePixelsDrawn: false);
        PictureGrid.Require(target, run.Data.Train);
        DataView view = run.Views(parse.GetRequiredValue(_split))[0];
        int count = Math.Min(view.Count, parse.GetValue(_count) ?? 32);
        float[] examples = new float[count * view.RowSize];
        view.ReadRange(0, count, default, examples);
        float[] mean = new float[count * run.Model.LatentCount];
        run.Evaluator.Encode(examples, mean, new float[mean.Length]);
        float[] decoded = new float[count * view.OutputSize];
        run.Evaluator.DecodeMean(mean, decoded, new ContextRows<float>(examples) { Past = default });

        bool sheet = target.EndsWith(".png", StringComparison.OrdinalIgnoreCase);
        int columns = sheet ? 2 * Math.Min(count, PairsInARow) : 2;
        var grid = new PictureGrid(view, ((2 * count) + columns - 1) / columns, columns);
        for (int n = 0; n < count; n++)
        {
            int place = 2 * n;
            examples.AsSpan(n * view.RowSize, view.OutputSize).CopyTo(grid.Place(place / columns, place % columns));
            decoded.AsSpan(n * view.OutputSize, view.OutputSize).CopyTo(grid.Place(place / columns, (place % columns) + 1));
        }

        grid.Write(target);
        context.Terminal.Result($"{Figures.Plural(count, "example")} and {(count == 1 ? "its reconstruction" : "their reconstructions")}: {target}");
        context.Json(() => CliJson.Text(_run.Document(parse, [target], grid.Shape, run.Folder.Plan.Seed)));
        return ExitCode.Done;
    }
}
