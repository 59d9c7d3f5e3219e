using System.CommandLine;
using System.Globalization;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Runs;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Reporting.Tables;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Cli.Commands;

/// <summary><c>sample</c>: what the model makes of codes from its prior.</summary>
internal sealed class SampleCommand : CliCommand
{
    private readonly RunOptions _run = new("pictures/samples.png", "where to: .png (a sheet) or .npy (in the data's own units)");
    private readonly Option<int?> _count = Numbers.Int("--count", "N", "how many (default 64)", 1, 100_000);
    private readonly TextOptions _text = new("draw");
    private readonly Option<string?> _condition = new("--condition") { HelpName = "VALUE", Description = "what a conditional model is told (default: a row of the sheet for each value, as many samples of one as of another; where it is told a number: those of training examples)" };
    private readonly Option<bool> _draw = new("--draw") { Description = "draw x from p(x|z) instead of showing its mean; a decoder of pixel after pixel always draws" };

    internal SampleCommand(Application application)
        : base(application, "sample", "Draws codes from the prior and decodes them.")
    {
        Add(_run.Argument);
        AddGroup("sample", [_count, _condition, _draw, .. _text.All, .. _run.Options]);
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "uncollapse sample runs/mnist --count 100 --seed 1 --out samples.png",
        "uncollapse sample runs/told --condition 7 --out sevens.png",
    ];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        if (_run.IsText(parse)) return _text.Run(context, parse, _run, "texts/samples.txt", "test", (album, options) => album.Samples(parse.GetValue(_count) ?? 20, options));
        string target = _run.Target(parse, ".png", ".npy");
        using OpenRun run = _run.Open(parse);
        bool isAutoregressive = run.Model.Decoder is AutoregressiveDecoder<float>;
        double temperature = _text.TemperatureOfPictures(parse, isAutoregressive);
        PictureGrid.Require(target, run.Data.Train);
        var told = ToldConditions.Of(run, parse.GetValue(_condition));
        int asked = parse.GetValue(_count) ?? 64;
        SheetLayout? layout = told.Layout(asked);
        int count = layout?.Count ?? asked, columns = layout?.Columns ?? (int)Math.Ceiling(Math.Sqrt(count));
        var grid = new PictureGrid(run.Data.Train, layout?.Rows ?? ((count + columns - 1) / columns), columns) { Shown = count, RowLabels = layout?.Labels };
        long seed = context.Common.Seed ?? 0;
        Rng rng = new Rng((ulong)seed).Fork("sample");
        float[] codes = new float[count * run.Model.LatentCount];
        run.Model.Prior.Sample(rng.Fork("codes"), run.Model.LatentCount, codes);
        Span<float> values = grid.Values[..(count * run.Model.OutputCount)];
        // No example stands behind a code from the prior: where the decoder looks at skips, it sees none.
        var contexts = new ContextRows<float> { Condition = told.Rows(count, rng.Fork("conditions")), HidesSkips = true };
        // The most probable pixel each time is one picture for all codes of a mute model: such decoders are shown by what they draw.
        if (isAutoregressive) run.Evaluator.Generate(codes, new GenerationOptions(GenerationMode.Draw, temperature), rng.Fork("examples"), values, contexts);
        else if (parse.GetValue(_draw)) run.Evaluator.Sample(codes, rng.Fork("examples"), values, contexts);
        else run.Evaluator.DecodeMean(codes, values, contexts);
        grid.Write(target);
        string how = isAutoregressive ? string.Create(CultureInfo.InvariantCulture, $", each pixel drawn given those before it{(temperature.Equals(1.0) ? "" : $" at temperature {temperature:0.###}")}") : "";
        context.Terminal.Result($"{Figures.Plural(count, "sample")}{told.Words}{how}: {target}");
        if (run.Model.Looks(ContextUse.Skips)) context.Terminal.Note("the decoder looks at skips, and a sample has no example to take them from: they are zero", Tone.Warning);
        context.Json(() => CliJson.Text(_run.Document(parse, [target], grid.Shape, seed)));
        return ExitCode.Done;
    }
}
